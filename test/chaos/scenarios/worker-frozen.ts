import { AppendWatch } from '../support/append-watch.js';
import { busy, generations, judge, moved, retire, type Busy } from '../support/ownership.js';
import { zero, type Outcome } from '../support/report.js';
import { pass, until, type Stage } from '../support/stage.js';
import { SteadyGifts } from '../support/steady-gifts.js';

export interface WorkerFrozenOptions {
  streamers: number;
  everyMs: number;
  /** Shorter than a lease. */
  frozenMs: number;
  /** How long afterwards somebody could still take over, ms. */
  watchMs: number;
}

/** SIGSTOP for a worker, for less than its leases last. */
export async function workerFrozen(stage: Stage, options: WorkerFrozenOptions): Promise<Outcome> {
  const acts = await stage.acts('frozen', options.streamers);
  using watch = await AppendWatch.start(stage.cluster.redis.url);
  const run: Busy = { acts, watch, gifts: new SteadyGifts(acts, options.everyMs) };
  await busy(run);
  await pass(stage.random.between(0, 10 * options.everyMs));
  const before = await generations(stage, acts);
  const chosen = stage.random.pick(acts).streamer.id;
  await until('an owner in the logs', () => stage.cluster.ownerOf(chosen) !== undefined);
  const victim = stage.cluster.ownerOf(chosen)!;
  const from = Date.now();
  process.kill(victim.pid, 'SIGSTOP');
  try {
    await pass(options.frozenMs);
  } finally {
    process.kill(victim.pid, 'SIGCONT');
  }
  await pass(options.watchMs);
  const pause = Math.max(...acts.map(({ streamer }) => watch.longestPause(streamer.id, from, Date.now())));
  const verdict = await judge(stage, run);
  const failovers = await moved(stage, acts, before);
  await retire(stage, acts);
  return {
    scenario: `worker frozen for ${options.frozenMs / 1000} s`,
    evidence: [...failovers, ...verdict.evidence],
    figures: [
      { figure: 'live streamers', measured: acts.length },
      { figure: 'longest pause between appends', measured: pause, unit: 'ms' },
      zero('nobody felt it', pause < options.frozenMs / 2 ? 1 : 0),
      zero('failovers', failovers),
      ...verdict.figures,
    ],
  };
}
