import { AppendWatch, type Accepted } from '../support/append-watch.js';
import { busy, generations, judge, moved, retire, type Busy } from '../support/ownership.js';
import { RedisProxy } from '../support/redis-proxy.js';
import { percentile, zero, type Figure, type Outcome } from '../support/report.js';
import { pass, reached, until, type Act, type Stage } from '../support/stage.js';
import { SteadyGifts } from '../support/steady-gifts.js';

export interface WorkerCutOffOptions {
  how: 'frozen' | 'reset';
  everyMs: number;
  /** Cut to new owner, ms. */
  targetMs: number;
}

const ENOUGH = 3;
const TOO_MANY = 40;
const TAKE_OVER_MS = 60_000;
let serial = 0;

/** One worker loses its way to Redis, Redis and everybody else notice nothing, and it comes back later. */
export async function workerCutOff(stage: Stage, options: WorkerCutOffOptions): Promise<Outcome> {
  await using proxy = await RedisProxy.before(stage.cluster.redis.url);
  const nodeId = `cut-off-${++serial}`;
  const worker = await stage.cluster.addWorker({ REDIS_URL: proxy.url, WORKER_NODE_ID: nodeId });
  const { own, others } = await audience(stage, nodeId);
  const acts = [...own, ...others];
  using watch = await AppendWatch.start(stage.cluster.redis.url);
  const run: Busy = { acts, watch, gifts: new SteadyGifts(acts, options.everyMs) };
  await busy(run);
  await pass(stage.random.between(0, 10 * options.everyMs));
  const [ownBefore, othersBefore] = [await generations(stage, own), await generations(stage, others)];
  const cutAt = Date.now();
  proxy.cut(options.how);
  const taken = (act: Act) => watch.of(act.streamer.id).some((entry) => entry.nodeId !== nodeId);
  await reached(() => own.every(taken), TAKE_OVER_MS);
  const tried = new Map(proxy.tried);
  proxy.heal();
  await until('the cut off one to let go', () => letGo(worker.log) >= own.length);
  const later = run.gifts.sent;
  await until('gifts after it', () => run.gifts.sent > later + 10);
  const verdict = await judge(stage, run, later);
  const after = await generations(stage, own);
  const jumped = own.filter((_, n) => after[n] !== ownBefore[n]! + 1).map(({ room }) => `not +1: ${room.handle}`);
  const disturbed = await moved(stage, others, othersBefore);
  const untold = await withoutGap(stage, own);
  await worker.end('SIGTERM');
  await retire(stage, acts);
  const changes = own.map((act) => changeOf(act, nodeId, watch.of(act.streamer.id), tried.get(act.streamer.id)));
  return {
    scenario: `worker cut off from Redis (${options.how})`,
    evidence: [...jumped, ...disturbed, ...untold, ...changes.flatMap(({ late }) => late), ...verdict.evidence],
    figures: [
      { figure: 'its streamers', measured: own.length },
      { figure: 'streamers of others', measured: others.length },
      ...timesOf(changes, cutAt, options.targetMs),
      zero(
        'not taken over',
        own.filter((act) => !taken(act)),
      ),
      zero(
        'old owner not silent before the new one',
        changes.flatMap(({ late }) => late),
      ),
      { figure: 'stale writes refused afterwards', measured: watch.staleRefused },
      zero('generation not +1', jumped),
      zero('streamers of others moved', disturbed),
      zero('gaps not told', untold),
      ...verdict.figures,
    ],
  };
}

/** Streamers until some are with that node; the others are with others. */
async function audience(stage: Stage, nodeId: string): Promise<{ own: Act[]; others: Act[] }> {
  const acts: Act[] = [];
  for (;;) {
    acts.push(...(await stage.acts('cut', ENOUGH)));
    const owners = await stage.leases(1).owners(acts.map(({ streamer }) => streamer.id));
    const own = acts.filter((_, n) => owners[n]?.nodeId === nodeId);
    if (own.length >= ENOUGH) return { own, others: acts.filter((act) => !own.includes(act)) };
    if (acts.length > TOO_MANY) throw new Error(`${nodeId} takes nobody: ${own.length} of ${acts.length}`);
  }
}

interface Change {
  oldLast: number;
  /** The old owner's last attempt, whether it came through or not. */
  oldTried: number;
  newFirst: number;
  late: string[];
}

/** The end of the old owner and the beginning of the new one, ms since 1970. */
function changeOf({ room }: Act, nodeId: string, entries: readonly Accepted[], tried: number | undefined): Change {
  const oldLast = Math.max(...entries.flatMap((entry) => (entry.nodeId === nodeId ? [entry.at] : [])));
  const newFirst = Math.min(...entries.flatMap((entry) => (entry.nodeId === nodeId ? [] : [entry.at])));
  const oldTried = Math.max(tried ?? 0, oldLast);
  const late = oldTried < newFirst ? [] : [`${room.handle}: tried ${Math.round(oldTried - newFirst)} ms after`];
  return { oldLast, oldTried, newFirst, late };
}

function timesOf(changes: readonly Change[], cutAt: number, targetMs: number): Figure[] {
  const since = (at: keyof Omit<Change, 'late'>) => changes.map((change) => Math.round(change[at] - cutAt));
  return [
    { figure: "cut to the old owner's last attempt, latest", measured: Math.max(...since('oldTried')), unit: 'ms' },
    { figure: 'cut to new owner p50', measured: percentile(since('newFirst'), 0.5), unit: 'ms' },
    { figure: 'cut to new owner p95', measured: percentile(since('newFirst'), 0.95), unit: 'ms', target: targetMs },
  ];
}

const letGo = (log: string) => log.split('Let go of a streamer').length - 1;

async function withoutGap(stage: Stage, acts: readonly Act[]): Promise<string[]> {
  const told = async ({ streamer }: Act) =>
    (await stage.logged(streamer.id)).some(({ event }) => event.type === 'source.lost');
  const answers = await Promise.all(acts.map(told));
  return acts.flatMap(({ room }, n) => (answers[n] ? [] : [`no gap told: ${room.handle}`]));
}
