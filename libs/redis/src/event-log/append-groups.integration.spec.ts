import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import type { LiveEvent, Position } from '#libs/contracts';
import type { AppendResult, Owner } from '#libs/domain';
import { chat, follow, gift } from '../../../../test/support/live-events.js';
import { TestRedis } from '../../../../test/support/services/test-redis.js';
import { createRedis } from '../connection.js';
import type { GroupingRedis } from '../grouped-writes.js';
import { streamerBase } from '../keys.js';
import { RedisLeaseStore } from '../leases/redis-lease-store.js';
import { RedisEventLog } from './redis-event-log.js';

let server: TestRedis;
let redis: GroupingRedis;
let log: RedisEventLog;
let leases: RedisLeaseStore;
const owner: Owner = { nodeId: 'node-a', generation: 1 };
beforeAll(async () => {
  // Its own: it is made to refuse everything.
  server = await TestRedis.start();
  redis = createRedis({ kind: 'single', url: server.url }, 'groups') as GroupingRedis;
  log = new RedisEventLog(redis);
  leases = new RedisLeaseStore(redis, { ttlMs: 60_000 });
});
afterEach(() => {
  vi.restoreAllMocks();
});
afterAll(async () => {
  await redis.quit();
  await server[Symbol.asyncDispose]();
});

interface Held {
  streamerId: string;
  position: Position;
}

async function held(count: number): Promise<Held[]> {
  return await Promise.all(
    Array.from({ length: count }, async () => {
      const streamerId = randomUUID();
      await leases.acquire(streamerId, owner);
      const opened = await log.open(streamerId, owner);
      if (opened.outcome !== 'opened') throw new Error(opened.outcome);
      return { streamerId, position: opened.state.position };
    }),
  );
}
const append = async ({ streamerId, position }: Held, ...events: LiveEvent[]): Promise<AppendResult> =>
  await log.append({ streamerId, owner, position, day: '2026-11-23', entries: events.map((event) => ({ event })) });
const chats = (count: number) => Array.from({ length: count }, (_, n) => chat(String(n)));
const headOf = async ({ streamerId }: Held) => (await log.head(streamerId)).offset;

it('appends for many streamers with one call, to each its own', async () => {
  const streamers = await held(20);
  const calls = vi.spyOn(redis, 'evalsha');
  const results = await Promise.all(streamers.map((one, n) => append(one, ...chats(n % 3), follow(`f${n}`))));
  expect(calls).toHaveBeenCalledTimes(1);
  expect(results.map((result) => result.outcome === 'appended' && result.accepted)).toEqual(
    streamers.map((_, n) => (n % 3) + 1),
  );
  for (const [n, one] of streamers.entries()) {
    const entries = await log.read(one.streamerId, one.position, 10);
    expect(entries?.map(({ json }) => (JSON.parse(json) as LiveEvent).id)).toEqual([
      ...chats(n % 3).map(({ id }) => id),
      `f${n}`,
    ]);
  }
});

it('refuses one and takes the others, whatever is wrong with it', async () => {
  const [good, lost, poisoned, broken, last] = await held(5);
  await leases.acquire(lost!.streamerId, { nodeId: 'node-b', generation: 2 });
  // Something that no product of ours would leave there.
  await redis.set(`${streamerBase(broken!.streamerId)}latest`, 'no hash');
  const calls = vi.spyOn(redis, 'evalsha');
  const results = await Promise.allSettled([
    append(good!, chat('1')),
    append(lost!, chat('1')),
    append(poisoned!, chat('1'), gift('2', { count: -1 })),
    append(broken!, follow('1')),
    append(last!, chat('1')),
  ]);
  expect(calls).toHaveBeenCalledTimes(1);
  expect(results).toMatchObject([
    { value: { outcome: 'appended', accepted: 1 } },
    { value: { outcome: 'lease-lost' } },
    { reason: { name: 'ReplyError', message: expect.stringContaining('impossible count') } },
    { reason: { name: 'ReplyError', message: expect.stringContaining('WRONGTYPE') } },
    { value: { outcome: 'appended', accepted: 1 } },
  ]);
  expect(await Promise.all([good!, lost!, poisoned!, last!].map(headOf))).toEqual([1, 0, 0, 1]);
});

it('tells each that the whole call was refused', async () => {
  const streamers = await held(3);
  const limit = async (bytes: string) => await redis.config('SET', 'maxmemory', bytes);
  await limit('1');
  try {
    const results = await Promise.allSettled(streamers.map((one) => append(one, chat('1'))));
    for (const result of results) {
      expect(result).toMatchObject({ reason: { name: 'ReplyError', message: expect.stringMatching(/^OOM/) } });
    }
  } finally {
    await limit('0');
  }
  expect(await Promise.all(streamers.map((one) => append(one, chat('1'))))).toMatchObject(
    streamers.map(() => ({ outcome: 'appended', accepted: 1 })),
  );
});

it('keeps nobody waiting for a call with more than 200 entries', async () => {
  const streamers = await held(3);
  const calls = vi.spyOn(redis, 'evalsha');
  const results = await Promise.all(streamers.map((one) => append(one, ...chats(90))));
  expect(calls).toHaveBeenCalledTimes(2);
  expect(results).toMatchObject(streamers.map(() => ({ outcome: 'appended', accepted: 90 })));
});

it('keeps the order of calls: what is asked for after an append comes after it', async () => {
  const [one] = await held(1);
  const appended = append(one!, chat('1'));
  const head = log.head(one!.streamerId);
  expect(await head).toMatchObject({ offset: 1 });
  expect(await appended).toMatchObject({ outcome: 'appended' });
});

it('remembers the ids of a bucket for a while, however often it is written', async () => {
  const [one] = await held(1);
  const seen = async () => await redis.keys(`${streamerBase(one!.streamerId)}seen:*`);
  await append(one!, chat('1'), follow('2'));
  const keys = await seen();
  expect(keys).toHaveLength(2);
  for (const key of keys) expect(await redis.ttl(key)).toBeGreaterThan(2600);
  for (const key of keys) await redis.expire(key, 1000);
  const position = await log.head(one!.streamerId);
  expect(await append({ ...one!, position }, chat('1'), chat('3'), follow('2'), follow('4'))).toMatchObject({
    accepted: 2,
  });
  // From a bucket's first id on, not from each.
  for (const key of keys) expect(await redis.ttl(key)).toBeLessThanOrEqual(1000);
});
