import { randomUUID } from 'node:crypto';
import { afterAll, expect, it } from 'vitest';
import { openTestRedis } from '../../../../test/support/test-redis.js';
import { leaseStoreContract } from '../../test/lease-store.contract.js';
import { redisLeaseWorld } from '../../test/redis-lease-world.js';
import { RedisLeaseStore } from './redis-lease-store.js';
import { RedisMoveOffers } from './redis-move-offers.js';
import { RedisNodeRegistry } from './redis-node-registry.js';

const redis = openTestRedis();
afterAll(() => redis.quit());

leaseStoreContract('Redis', redisLeaseWorld());

it('lets a lease run out by itself', async () => {
  const id = randomUUID();
  const short = new RedisLeaseStore(redis, { ttlMs: 60 });
  await short.acquire(id, { nodeId: 'a', generation: 1 });
  await expect.poll(() => short.owners([id])).toEqual([undefined]);
});

it('keeps offers for the node that they are for, each to be taken once, and not for ever', async () => {
  const offers = new RedisMoveOffers(redis, { ttlMs: 100 });
  const [one, two] = [randomUUID(), randomUUID()];
  const offer = { streamerId: randomUUID(), handle: 'demo', generation: 2, timeZone: 'UTC', move: true, live: true };
  await offers.offer(one, offer);
  expect(await offers.take(two)).toEqual([]);
  expect(await offers.take(one)).toEqual([offer]);
  expect(await offers.take(one)).toEqual([]);
  await offers.offer(one, offer);
  await expect.poll(() => redis.exists(`{nodes}:offers:${one}`)).toBe(0);
});

it('lists nodes until they fall silent', async () => {
  const registry = new RedisNodeRegistry(redis, { ttlMs: 300 });
  const nodeId = randomUUID();
  await registry.report({ nodeId, capacity: 5, actors: 1, draining: false, version: '1', startedAt: 1 });
  expect((await registry.list()).map((node) => node.nodeId)).toContain(nodeId);
  await expect.poll(async () => (await registry.list()).map((node) => node.nodeId)).not.toContain(nodeId);
});
