import { describe, expect, it } from 'vitest';
import { PLANTED_BUGS } from './support/planted-bugs.js';
import { playRandomly } from './support/play.js';
import { runModel } from './support/run-model.js';

/** It finds each of them within so many schedules; without a bug it plays thousands and finds nothing. */
const RUNS = 250;

describe('the model test finds', () => {
  it.each(PLANTED_BUGS)(
    '$name',
    async ({ breaks, plant, sabotage, seldom }) => {
      const mend = sabotage?.();
      try {
        const { counterexample } = seldom
          ? { counterexample: { run: await runModel(seldom, plant) } }
          : await playRandomly({ runs: RUNS, seed: 2, plant });
        expect(breaks).toContain(counterexample?.run.violation?.promise);
      } finally {
        mend?.();
      }
    },
    60_000,
  );
});
