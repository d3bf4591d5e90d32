import type { Owner } from '#libs/domain';
import { checkLog } from '../support/checker.js';
import { percentile, zero, type Outcome } from '../support/report.js';
import { giftFrom, pass, reached, senders, until, type Act, type Stage } from '../support/stage.js';

export interface WorkerKilledOptions {
  streamers: number;
  /** Kill to new owner, p95, in ms. */
  targetMs: number;
}

/** SIGKILL for one of the workers that serve idle rooms. */
export async function workerKilled(stage: Stage, { streamers, targetMs }: WorkerKilledOptions): Promise<Outcome> {
  const acts = await stage.acts('idle', streamers);
  const ids = acts.map(({ streamer }) => streamer.id);
  const leases = stage.leases(1);
  await until('owners of all', async () => (await leases.owners(ids)).every(Boolean));
  const before = (await leases.owners(ids)) as Owner[];
  const victim = stage.cluster.workers.find(({ running }) => running);
  const killed = performance.now();
  await victim!.end('SIGKILL');
  const moves = await watchMoves(before, () => leases.owners(ids), killed);
  const after = await leases.owners(ids);
  const movedIds = ids.filter((_, n) => moves.has(n));
  const jumped = movedIds.filter(
    (id) => after[ids.indexOf(id)]?.generation !== before[ids.indexOf(id)]!.generation + 1,
  );
  const dead = new Set([...moves.keys()].map((n) => before[n]!.nodeId));
  const unowned = ids.filter((_, n) => after[n] === undefined || (dead.has(before[n]!.nodeId) && !moves.has(n)));
  const connectedMs = await reconnected(acts, killed);
  await stage.cluster.addWorker();
  const { missing, doubled } = await oneGiftEach(stage, acts);
  const times = [...moves.values()];
  return {
    scenario: 'worker killed',
    evidence: [`nodes that lost streamers: ${[...dead].join()}`, ...jumped.map((id) => `generation jumped: ${id}`)],
    figures: [
      { figure: 'idle streamers', measured: streamers },
      { figure: 'moved', measured: moves.size },
      { figure: 'kill to new owner p50', measured: Math.round(percentile(times, 0.5)), unit: 'ms' },
      { figure: 'kill to new owner p95', measured: Math.round(percentile(times, 0.95)), unit: 'ms', target: targetMs },
      { figure: 'kill to every room connected', measured: Math.round(connectedMs), unit: 'ms' },
      zero('without an owner', unowned),
      zero('nodes disturbed beside the dead one', Math.max(0, dead.size - 1)),
      zero('generation not +1', jumped),
      zero('gifts afterwards lost', missing),
      zero('ids doubled in logs', doubled),
    ],
  };
}

/** When each streamer that had to move had a new owner, in ms after the kill. */
async function watchMoves(
  before: readonly Owner[],
  owners: () => Promise<(Owner | undefined)[]>,
  killed: number,
): Promise<Map<number, number>> {
  const moves = new Map<number, number>();
  await reached(async () => {
    const now = await owners();
    for (const [n, owner] of now.entries()) {
      if (owner && owner.generation > before[n]!.generation && !moves.has(n)) moves.set(n, performance.now() - killed);
    }
    const dead = new Set([...moves.keys()].map((n) => before[n]!.nodeId));
    const lost = before.filter(({ nodeId }) => dead.has(nodeId)).length;
    return moves.size > 0 && moves.size >= lost && now.every(Boolean);
  }, 60_000);
  return moves;
}

async function reconnected(acts: readonly Act[], killed: number): Promise<number> {
  await Promise.all(acts.map(({ room }) => room.waitForClients(1)));
  return performance.now() - killed;
}

async function oneGiftEach(stage: Stage, acts: readonly Act[]): Promise<{ missing: string[]; doubled: string[] }> {
  for (const { room } of acts) room.send(giftFrom(4242));
  const has = async ({ streamer }: Act) => senders(await stage.logged(streamer.id)).includes('4242');
  await reached(async () => (await Promise.all(acts.map(has))).every(Boolean), 20_000);
  await pass(100);
  const logs = await Promise.all(acts.map(({ streamer }) => stage.logged(streamer.id)));
  const missing = acts.filter((_, n) => senders(logs[n]!).length !== 1).map(({ room }) => room.handle);
  return { missing, doubled: logs.flatMap((log) => checkLog(log).doubled) };
}
