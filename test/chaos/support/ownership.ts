import type { AppendWatch } from './append-watch.js';
import { checkLog } from './checker.js';
import { zero, type Outcome } from './report.js';
import { reached, senders, until, type Act, type Stage } from './stage.js';
import type { SteadyGifts } from './steady-gifts.js';

const ARRIVAL_MS = 30_000;

/** The generation that was given out last for each, in the order of `acts`, by PostgreSQL. */
export async function generations(stage: Stage, acts: readonly Act[]): Promise<number[]> {
  const ids = acts.map(({ streamer }) => `'${streamer.id}'`).join();
  const rows: { streamer_id: string; generation: number }[] = await stage.database
    .unitOfWork()
    .execute(`select streamer_id, generation from broker where streamer_id in (${ids})`);
  const known = new Map(rows.map((row) => [row.streamer_id, row.generation]));
  return acts.map(({ streamer }) => known.get(streamer.id) ?? 0);
}

/** Which of them were given to somebody else since `before`, in words. */
export async function moved(stage: Stage, acts: readonly Act[], before: readonly number[]): Promise<string[]> {
  const now = await generations(stage, acts);
  return acts.flatMap(({ room }, n) =>
    now[n] === before[n] ? [] : [`${room.handle}: generation ${before[n]} is ${now[n]}`],
  );
}

/** Streamers with gifts under way, and Redis watched. */
export interface Busy {
  acts: readonly Act[];
  gifts: SteadyGifts;
  watch: AppendWatch;
}

export async function busy({ acts, watch }: Busy): Promise<void> {
  await until('gifts of everybody', () => acts.every(({ streamer }) => watch.of(streamer.id).length > 5));
}

/**
 * Ends the gifts and judges the logs: every gift after the first `from` there once, every generation written by one
 * node, none after a higher one, nothing accepted that is gone.
 */
export async function judge(
  stage: Stage,
  { acts, gifts, watch }: Busy,
  from = 0,
): Promise<Pick<Outcome, 'figures' | 'evidence'>> {
  await gifts.stop();
  const wanted = gifts.senders(from);
  const missingOf = async ({ streamer }: Act) => {
    const there = new Set(senders(await stage.logged(streamer.id)));
    return wanted.filter((sender) => !there.has(sender));
  };
  const last = wanted.at(-1)!;
  await reached(async () => {
    const ends = await Promise.all(acts.map(({ streamer }) => stage.logged(streamer.id)));
    return ends.every((log) => senders(log).slice(-50).includes(last));
  }, ARRIVAL_MS);
  const evidence: string[] = [];
  const found = { lost: 0, doubled: 0, gaps: 0, gone: 0, shared: 0, stale: 0 };
  for (const act of acts) {
    const { id } = act.streamer;
    const missing = await missingOf(act);
    const logged = await stage.logged(id);
    const { gaps, doubled } = checkLog(logged);
    const givers = senders(logged);
    const offsets = new Set(logged.map(({ offset }) => offset));
    const gone = watch.of(id).filter(({ offset }) => !offsets.has(offset));
    const [shared, stale] = [watch.shared(id), watch.stale(id)];
    found.lost += missing.length;
    found.doubled += doubled.length + givers.length - new Set(givers).size;
    found.gaps += gaps.length;
    found.gone += gone.length;
    found.shared += shared.length;
    found.stale += stale.length;
    if (missing.length > 0) evidence.push(`${act.room.handle} lacks the gifts of ${missing.slice(0, 10).join()}`);
    evidence.push(...shared, ...stale);
  }
  return {
    evidence,
    figures: [
      zero('gifts lost', found.lost),
      zero('gifts or ids doubled', found.doubled),
      zero('log offsets missing', found.gaps),
      zero('accepted by Redis and not in the log', found.gone),
      zero('generations that two nodes wrote under', found.shared),
      zero('writes of an older generation after a newer one', found.stale),
    ],
  };
}

/** Streamers leave, so that what comes next has the workers to itself. */
export async function retire(stage: Stage, acts: readonly Act[]): Promise<void> {
  for (const { streamer } of acts) {
    const answer = await stage.cluster.api('DELETE', `/streamers/${streamer.id}`);
    if (!answer.ok) throw new Error(`Deleting a streamer was answered with ${answer.status}`);
  }
  await until('empty rooms', () => acts.every(({ room }) => room.sockets.size === 0));
}
