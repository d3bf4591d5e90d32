import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BrokerAssignment, LiveEvent } from '#libs/contracts';
import type { AppendBatch, AssignmentConsumer, GiftHit, SourceFact } from '#libs/domain';
import { InMemoryLiveSource, type InMemoryRoom } from '#libs/live-source';
import { RedisEventLog, RedisLeaseStore, RedisMoveOffers, RedisNodeRegistry } from '#libs/redis';
import { chat, user } from '../../../../test/support/live-events.js';
import { openTestRedis } from '../../../../test/support/test-redis.js';
import { LoopWatch, SLOW_HANDLER_MS } from './loop-watch.js';
import { WorkerNode } from './worker-node.js';

const redis = openTestRedis();
const NEIGHBOURS = 10;
const CHATS = 40;
/** What each bad actor does to the node that all share. */
const SLOW_MS = 50;
const FLOOD = 12_000;

/** Appends as the log does, and notes how long each of a streamer took. */
class TimedLog extends RedisEventLog {
  readonly latencies = new Map<string, number[]>();
  override async append(batch: AppendBatch) {
    const startedAt = performance.now();
    const result = await super.append(batch);
    const list = this.latencies.get(batch.streamerId) ?? [];
    list.push(performance.now() - startedAt);
    this.latencies.set(batch.streamerId, list);
    return result;
  }
}

const log = new TimedLog(redis);
const leases = new RedisLeaseStore(redis, { ttlMs: 5000 });
const source = new InMemoryLiveSource();
const crashes = new Map<string, number>();
const slowHandlers = new Map<string, number>();
const released: string[] = [];
const dropped: number[] = [];
let give: (assignment: BrokerAssignment) => Promise<void>;
const assignments: AssignmentConsumer = {
  start: async (handle) => void (give = handle),
  pause: async () => undefined,
  resume: async () => undefined,
  stop: async () => undefined,
};
const loop = new LoopWatch({
  base: {},
  say: false,
  onSlowHandler: ({ streamerId }) => slowHandlers.set(streamerId, (slowHandlers.get(streamerId) ?? 0) + 1),
});
const node = new WorkerNode({
  nodeId: 'supervising',
  version: 'test',
  capacity: 100,
  lease: { ttlMs: 5000, renewMs: 1000 },
  moves: { timeoutMs: 1000, drainMs: 500 },
  settings: { retry: { baseMs: 20, maxMs: 100 }, offlinePollMs: 50, streakTimeoutMs: 8000 },
  ...{ source, log, leases, assignments, loop },
  registry: new RedisNodeRegistry(redis, { ttlMs: 5000 }),
  offers: new RedisMoveOffers(redis, { ttlMs: 1000 }),
  observer: {
    onCrash: (streamerId) => crashes.set(streamerId, (crashes.get(streamerId) ?? 0) + 1),
    onReleased: (streamerId) => released.push(streamerId),
    onDropped: (count) => dropped.push(count),
  },
});

beforeAll(async () => {
  loop.start();
  await node.start();
});
afterAll(async () => {
  await node.stop();
  await loop.stop();
  await redis.quit();
});

interface Actor {
  streamerId: string;
  room: InMemoryRoom;
}

async function actor(name: string): Promise<Actor> {
  const streamerId = randomUUID();
  const handle = `${name}${streamerId.slice(0, 6)}`;
  const room = source.room(handle).goLive();
  await give({ streamerId, handle, generation: 1, timeZone: 'UTC' });
  await expect.poll(() => room.listeners, { timeout: 10_000 }).toBe(1);
  return { streamerId, room };
}

async function chatsOf({ streamerId }: Actor): Promise<string[]> {
  const head = await log.head(streamerId);
  const entries = (await log.read(streamerId, { ...head, offset: 0 }, 5000)) ?? [];
  const events = entries.map(({ json }) => JSON.parse(json) as LiveEvent);
  return events.filter(({ type }) => type === 'chat').map(({ id }) => id);
}

/** A fact that runs `work` in the handler of the actor that reads it. */
function fact(id: string, work: () => void): SourceFact {
  const real = chat(id);
  let read = false;
  return Object.defineProperty({ ...real }, 'type', {
    enumerable: true,
    get() {
      if (!read) {
        read = true;
        work();
      }
      return real.type;
    },
  });
}
function planted(): never {
  throw new Error('planted');
}
function block(ms: number): void {
  for (const end = performance.now() + ms; performance.now() < end;);
}
const pass = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Each neighbour says its lines, a few milliseconds apart, while `disturb` is called beside them. */
async function talk(neighbours: readonly Actor[], round: string, disturb: (nth: number) => void): Promise<void> {
  for (let nth = 0; nth < CHATS; nth++) {
    disturb(nth);
    for (const { room } of neighbours) room.send(chat(`${round}-${nth}`));
    await pass(10);
  }
}

function p99(neighbours: readonly Actor[]): number {
  const all = neighbours.flatMap(({ streamerId }) => log.latencies.get(streamerId) ?? []).toSorted((a, b) => a - b);
  for (const { streamerId } of neighbours) log.latencies.delete(streamerId);
  return Math.round(all[Math.floor(all.length * 0.99)]! * 10) / 10;
}

describe('supervision in a worker', () => {
  it('keeps actors that throw, are slow or flood from harming any other', async () => {
    const neighbours = await Promise.all(Array.from({ length: NEIGHBOURS }, () => actor('good')));
    const said = (round: string) => Array.from({ length: CHATS }, (_, nth) => `${round}-${nth}`);
    const expectAll = async (...rounds: string[]) => {
      for (const neighbour of neighbours) {
        await expect.poll(() => chatsOf(neighbour), { timeout: 10_000 }).toEqual(rounds.flatMap(said));
      }
    };
    await talk(neighbours, 'calm', () => undefined);
    await expectAll('calm');
    const figures: Record<string, number> = { calm: p99(neighbours) };

    const [thrower, slow, flooder] = [await actor('thrower'), await actor('slow'), await actor('flooder')];
    const startedAt = performance.now();
    await talk(neighbours, 'thrown', () => thrower.room.send(fact(randomUUID(), planted)));
    await expectAll('calm', 'thrown');
    figures['one throws'] = p99(neighbours);
    await talk(neighbours, 'slowed', (nth) => slow.room.send(fact(`slow-${nth}`, () => block(SLOW_MS))));
    await expectAll('calm', 'thrown', 'slowed');
    figures['one blocks 50 ms a batch'] = p99(neighbours);
    const flood = Array.from({ length: FLOOD }, (_, nth) => chat(`flood-${nth}`));
    await talk(neighbours, 'flooded', (nth) => {
      if (nth % 10 === 0) flooder.room.send(...flood.map((event) => ({ ...event, id: `${nth}-${event.id}` })));
    });
    await expectAll('calm', 'thrown', 'slowed', 'flooded');
    figures['one floods'] = p99(neighbours);
    process.stdout.write(`p99 of a neighbour's append, ms: ${JSON.stringify(figures)}\n`);

    // A crash loop backs off: the delay grows from a second, however often the source speaks.
    const seconds = (performance.now() - startedAt) / 1000;
    expect(crashes.get(thrower.streamerId)).toBeGreaterThan(0);
    expect(crashes.get(thrower.streamerId)).toBeLessThan(2 + seconds * 2);
    expect([...crashes.keys()]).toEqual([thrower.streamerId]);
    // The slow one loses nothing of its own, and what the flooder says is bounded.
    expect((await chatsOf(slow)).length).toBe(CHATS);
    expect(dropped.length).toBeGreaterThan(0);
    // Nobody lost a lease, and nobody had to begin anew.
    expect(released).toEqual([]);
    expect(neighbours.every(({ room }) => room.listeners === 1)).toBe(true);
    expect(await leases.owners(neighbours.map(({ streamerId }) => streamerId))).toEqual(
      neighbours.map(() => ({ nodeId: 'supervising', generation: 1 })),
    );
  }, 60_000);

  it('restarts an actor whose tick throws, and ticks the others', async () => {
    const [bad, good] = [await actor('bad'), await actor('other')];
    const streak = (receivedAt: number): GiftHit => ({
      ...{ type: 'gift', id: randomUUID(), at: 1, receivedAt, user: user('ann') },
      ...{ gift: { id: '5655', name: 'Rose', coins: 1 }, streakId: 'ann:1', repeatCount: 1, repeatEnd: false },
    });
    // The time of a streak is looked at by the tick, which closes streaks that nobody goes on with.
    const poison = { valueOf: planted, toJSON: () => 1 } as unknown as number;
    bad.room.send(streak(poison));
    await expect.poll(() => crashes.get(bad.streamerId), { timeout: 5000 }).toBe(1);
    good.room.send(streak(Date.now() - 60_000));
    const closed = async () => {
      const head = await log.head(good.streamerId);
      return ((await log.read(good.streamerId, { ...head, offset: 0 }, 10)) ?? []).map(({ json }) => json).join('');
    };
    await expect.poll(closed, { timeout: 5000 }).toContain('"state":"closed"');
    await expect.poll(() => bad.room.listeners, { timeout: 10_000 }).toBe(1);
    bad.room.send(chat('again'));
    await expect.poll(() => chatsOf(bad), { timeout: 10_000 }).toEqual(['again']);
  });

  it('names the actor whose handler keeps the others waiting', async () => {
    const culprit = await actor('culprit');
    slowHandlers.clear();
    culprit.room.send(fact('long', () => block(SLOW_HANDLER_MS + 20)));
    await expect.poll(() => [...slowHandlers.keys()]).toEqual([culprit.streamerId]);
  });
});
