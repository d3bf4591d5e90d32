import { expect, it } from 'vitest';
import { FuzzRun } from '../../libs/live-source/test/fuzz/fuzz-run.js';
import { chaosSeed, SeededRandom } from './support/random.js';
import { broken, record, zero, type Outcome } from './support/report.js';

const seed = chaosSeed();
/** A million in `npm run test:fuzz`. */
const frames = Number(process.env['FUZZ_FRAMES'] ?? 50_000);

it(
  `${frames} mutated frames`,
  async () => {
    const startedAt = performance.now();
    const figures = await new FuzzRun(new SeededRandom(seed)).run(frames);
    const { failures, facts, outcomes, suspects, slowestMs, slowestKind, grownMiB } = figures;
    const seconds = (performance.now() - startedAt) / 1000;
    const counted = (counts: Record<string, number>) =>
      Object.entries(counts)
        .sort(([, a], [, b]) => b - a)
        .map(([name, count]) => `${name} ${count}`)
        .join(', ');
    process.stdout.write(
      `${frames} frames, seed ${seed}, ${seconds.toFixed(0)} s; facts ${facts}; slowest frame ${slowestMs.toFixed(0)} ms ` +
        `(${slowestKind}); RSS +${grownMiB} MiB\n  outcomes: ${counted(outcomes)}\n  suspect: ${counted(suspects)}\n`,
    );
    const outcome: Outcome = {
      scenario: `${frames} mutated frames through the real socket, decoder and normaliser`,
      figures: [
        zero('sessions ended, throws and invalid facts', failures),
        { figure: 'slowest frame', measured: Math.round(slowestMs), unit: 'ms', target: 1000 },
        { figure: 'RSS grown', measured: grownMiB, unit: 'MiB', target: 400, invariant: true },
      ],
      evidence: failures,
    };
    record(outcome);
    expect(broken(outcome), `run again with CHAOS_SEED=${seed}`).toEqual([]);
  },
  4 * 3_600_000,
);
