import type { LiveEvent } from '#libs/contracts';
import { SocketPage } from '../../support/socket-page.js';
import { AppendWatch } from '../support/append-watch.js';
import { busy, generations, judge, retire, type Busy } from '../support/ownership.js';
import { zero, type Outcome } from '../support/report.js';
import { pass, reached, until, type Act, type Stage } from '../support/stage.js';
import { SteadyGifts } from '../support/steady-gifts.js';

export interface WorkerToldOptions {
  streamers: number;
  /** Time between two gifts of a streamer, ms. */
  everyMs: number;
  /** The longest time without an append that is wanted, ms. */
  pauseMs: number;
}

/** SIGTERM for one worker amid gifts to live streamers. */
export async function workerTold(stage: Stage, options: WorkerToldOptions): Promise<Outcome> {
  const acts = await stage.acts('told', options.streamers);
  using watch = await AppendWatch.start(stage.cluster.redis.url);
  const run: Busy = { acts, watch, gifts: new SteadyGifts(acts, options.everyMs) };
  await busy(run);
  await pass(stage.random.between(0, 10 * options.everyMs));
  const before = await generations(stage, acts);
  const chosen = stage.random.pick(acts).streamer.id;
  const victim = stage.cluster.ownerOf(chosen) ?? stage.cluster.workers.find(({ running }) => running)!;
  const [from, startedAt] = [Date.now(), performance.now()];
  await victim.end('SIGTERM');
  const tookMs = Math.round(performance.now() - startedAt);
  await pass(10 * options.everyMs);
  const to = Date.now();
  const replacement = stage.cluster.addWorker();
  const verdict = await judge(stage, run);
  const after = await generations(stage, acts);
  const moves = acts.filter((_, n) => after[n] !== before[n]);
  const jumped = moves.filter((act) => after[acts.indexOf(act)] !== before[acts.indexOf(act)]! + 1);
  const gaps = await gapsTold(stage, acts);
  const { acts: all, gifts } = run;
  const pause = Math.max(...all.map(({ streamer }) => watch.longestPause(streamer.id, from, to)));
  await replacement;
  await retire(stage, acts);
  return {
    scenario: 'worker told to end',
    evidence: [...verdict.evidence, ...jumped.map(({ room }) => `generation jumped: ${room.handle}`)],
    figures: [
      { figure: 'live streamers', measured: acts.length },
      { figure: 'handed over', measured: moves.length },
      { figure: 'gifts sent', measured: gifts.sent * acts.length },
      { figure: 'signal to end of the process', measured: tookMs, unit: 'ms' },
      { figure: 'longest pause between appends', measured: pause, unit: 'ms', target: options.pauseMs },
      { figure: 'longest pause of the viewers', measured: gifts.longestSilence, unit: 'ms' },
      zero('nothing handed over', moves.length === 0 ? 1 : 0),
      zero('generation not +1', jumped),
      zero('gaps told', gaps),
      ...verdict.figures,
    ],
  };
}

/** Every worker is told to end, one after another, each with another one in its place. */
export async function rollingRestart(stage: Stage, options: WorkerToldOptions): Promise<Outcome> {
  const acts = await stage.acts('rolling', options.streamers);
  const pages = await Promise.all(acts.map((act) => feedOf(stage, act)));
  using watch = await AppendWatch.start(stage.cluster.redis.url);
  const run: Busy = { acts, watch, gifts: new SteadyGifts(acts, options.everyMs) };
  await busy(run);
  const before = await generations(stage, acts);
  const [from, startedAt] = [Date.now(), performance.now()];
  const old = stage.cluster.workers.filter(({ running }) => running);
  for (const worker of old) {
    await pass(stage.random.between(0, 5 * options.everyMs));
    await worker.end('SIGTERM');
    await stage.cluster.addWorker();
  }
  const tookMs = Math.round(performance.now() - startedAt);
  await pass(10 * options.everyMs);
  const to = Date.now();
  const verdict = await judge(stage, run);
  const after = await generations(stage, acts);
  const wanted = run.gifts.senders();
  await reached(() => pages.every((page) => givers(page.events).length >= wanted.length), 20_000);
  const shown = pages.map((page) => givers(page.events));
  const pause = Math.max(...acts.map(({ streamer }) => watch.longestPause(streamer.id, from, to)));
  const gaps = await gapsTold(stage, acts);
  const problems = pages.flatMap((page) => page.problems);
  for (const page of pages) page.close();
  await retire(stage, acts);
  return {
    scenario: 'rolling restart of the workers',
    evidence: [...verdict.evidence, ...problems],
    figures: [
      { figure: 'live streamers', measured: acts.length },
      { figure: 'workers restarted', measured: old.length },
      { figure: 'hand-overs', measured: after.reduce((sum, generation, n) => sum + generation - before[n]!, 0) },
      { figure: 'from the first signal to the last new worker', measured: tookMs, unit: 'ms' },
      { figure: 'longest pause between appends', measured: pause, unit: 'ms', target: options.pauseMs },
      { figure: 'longest pause of the viewers', measured: run.gifts.longestSilence, unit: 'ms' },
      zero(
        'alerts lost on pages',
        shown.flatMap((ids) => wanted.filter((sender) => !ids.includes(sender))),
      ),
      zero(
        'alerts twice on pages',
        shown.flatMap((ids) => ids.filter((sender, at) => ids.indexOf(sender) !== at)),
      ),
      zero('gaps told', gaps),
      zero('false gaps on pages', problems),
      ...verdict.figures,
    ],
  };
}

async function feedOf(stage: Stage, { streamer }: Act): Promise<SocketPage> {
  const page = await SocketPage.join(stage.cluster.gatewayUrl, { key: streamer.widgetKey, widget: 'alerts' });
  await until('a welcome', () => page.all('welcome').length > 0);
  return page;
}

const givers = (events: readonly LiveEvent[]) =>
  events.flatMap((event) => (event.type === 'gift' ? [event.user.id] : []));

/** The gaps that the logs of these streamers tell of. */
export async function gapsTold(stage: Stage, acts: readonly Act[]): Promise<string[]> {
  const logs = await Promise.all(acts.map(({ streamer }) => stage.logged(streamer.id)));
  return logs.flat().flatMap(({ id, event }) => (event.type === 'source.lost' ? [id] : []));
}
