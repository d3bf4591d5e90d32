import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LiveEvent } from '#libs/contracts';
import { TestRedis } from '../../../../test/support/services/test-redis.js';
import { createRedis, type RedisConnection } from '../connection.js';
import { outboxKey, shardOf } from '../keys.js';
import { RedisLeaseStore } from '../leases/redis-lease-store.js';
import { RedisEventLog } from './redis-event-log.js';
import { RedisViewerFootprints } from './redis-viewer-footprints.js';

const PERSON = '7000000000000000001';
const GIFT = '5655';
const streamerId = randomUUID();
let server: TestRedis;
let redis: RedisConnection;

beforeAll(async () => {
  server = await TestRedis.start();
  redis = createRedis({ kind: 'single', url: server.url }, 'footprints-test');
  const owner = { nodeId: 'footprints', generation: 1 };
  await new RedisLeaseStore(redis, { ttlMs: 60_000 }).acquire(streamerId, owner);
  const log = new RedisEventLog(redis);
  const opened = await log.open(streamerId, owner);
  if (opened.outcome !== 'opened') throw new Error(opened.outcome);
  const event: LiveEvent = {
    ...{ id: randomUUID(), at: Date.now(), receivedAt: Date.now(), type: 'gift', count: 1, total: 1, coins: 5 },
    user: { id: PERSON, handle: 'h', name: 'N', moderator: false, subscriber: false, follower: true },
    gift: { id: GIFT, name: 'Rose', coins: 5 },
  };
  const { position } = opened.state;
  const given = { streamerId, owner, position, day: '2026-11-23', entries: [{ event }] };
  expect(await log.append(given)).toMatchObject({ outcome: 'appended', accepted: 1 });
});
afterAll(async () => {
  redis.disconnect();
  await server[Symbol.asyncDispose]();
});

it('takes nobody for a gift with the same id', async () => {
  const footprints = new RedisViewerFootprints(redis);
  expect(await footprints.find(streamerId, GIFT)).toBeUndefined();
  expect(await footprints.erase(streamerId, GIFT)).toEqual({ gone: 0, waiting: 0 });
  expect((await footprints.find(streamerId, PERSON))?.events).toHaveLength(1);
});

it('finds what waits for the ledger, and leaves it there', async () => {
  const footprints = new RedisViewerFootprints(redis);
  const outbox = outboxKey(shardOf(streamerId));
  const erased = await footprints.erase(streamerId, PERSON);
  expect(erased.gone).toBeGreaterThan(0);
  expect(erased.waiting).toBe(1);
  // An event of this person alone, were it not for the outbox.
  await redis.del(...(await redis.keys('*:log')));
  expect((await footprints.find(streamerId, PERSON))?.events).toMatchObject([{ type: 'gift', user: { id: PERSON } }]);
  expect(await redis.xlen(outbox)).toBe(1);
  await redis.del(outbox);
  expect(await footprints.erase(streamerId, PERSON)).toEqual({ gone: 0, waiting: 0 });
});
