import { expect, it } from 'vitest';
import { playRandomly, tell } from './support/play.js';
import { runModel } from './support/run-model.js';

const SEED = 20_261_123;

it('a cluster under random faults keeps its promises', async () => {
  const findings = await playRandomly({ runs: 60, seed: SEED, shrink: true });
  expect(findings.counterexample?.run.violation, tell(findings, SEED)).toBeUndefined();
  // The run would prove little if little happened in it.
  expect(findings.assignments).toBeGreaterThan(150);
  expect(findings.writes).toBeGreaterThan(5000);
  expect(findings.wiped).toBeGreaterThan(10);
}, 60_000);

it('the same schedule gives the same run', async () => {
  const faults = [
    { kind: 'kill-node' as const, at: 7000, forMs: 100, which: 0 },
    { kind: 'freeze-supervisor-at-answer' as const, at: 9000, forMs: 5000, which: 3 },
  ];
  const schedule = { seed: 5, nodes: 3, supervisors: 2, streamers: 4, faults };
  const [one, two] = [await runModel(schedule), await runModel(schedule)];
  expect(one.journal.length).toBeGreaterThan(8);
  expect(two).toEqual(one);
});
