import { randomUUID } from 'node:crypto';
import { afterAll, expect, it } from 'vitest';
import { openTestRedis } from '../../../../test/support/test-redis.js';
import { RedisLeaseStore } from './redis-lease-store.js';
import { RedisNodeRegistry } from './redis-node-registry.js';

const redis = openTestRedis();
const leases = new RedisLeaseStore(redis, { ttlMs: 5000 });
afterAll(() => redis.quit());

const owner = (nodeId: string, generation: number) => ({ nodeId, generation });

it('lets a higher generation take over and refuses a lower one for ever', async () => {
  const id = randomUUID();
  expect(await leases.acquire(id, owner('a', 1))).toBe('acquired');
  expect(await leases.acquire(id, owner('b', 1))).toBe('fenced');
  expect(await leases.acquire(id, owner('b', 2))).toBe('acquired');
  expect(await leases.acquire(id, owner('a', 1))).toBe('fenced');
  await leases.release(id, owner('b', 2));
  expect(await leases.owners([id])).toEqual([undefined]);
  expect(await leases.acquire(id, owner('a', 1))).toBe('fenced');
  expect(await leases.acquire(id, owner('a', 2))).toBe('acquired');
});

it('renews many leases at once and tells missing from lost', async () => {
  const ids = Array.from({ length: 200 }, () => randomUUID());
  for (const id of ids) await leases.acquire(id, owner('a', 1));
  await leases.fence(ids[3]!, 2);
  await leases.release(ids[5]!, owner('a', 1));
  const answers = await leases.renew(
    'a',
    ids.map((streamerId) => ({ streamerId, generation: 1 })),
  );
  expect(answers.map((answer, index) => [index, answer]).filter(([, answer]) => answer !== 'renewed')).toEqual([
    [3, 'lost'],
    [5, 'missing'],
  ]);
});

it('lets a lease run out by itself', async () => {
  const id = randomUUID();
  const short = new RedisLeaseStore(redis, { ttlMs: 60 });
  await short.acquire(id, owner('a', 1));
  await expect.poll(() => short.owners([id])).toEqual([undefined]);
});

it('lists nodes until they fall silent', async () => {
  const registry = new RedisNodeRegistry(redis, { ttlMs: 300 });
  const nodeId = randomUUID();
  await registry.report({ nodeId, capacity: 5, actors: 1, draining: false, version: '1', startedAt: 1 });
  expect((await registry.list()).map((node) => node.nodeId)).toContain(nodeId);
  await expect.poll(async () => (await registry.list()).map((node) => node.nodeId)).not.toContain(nodeId);
});
