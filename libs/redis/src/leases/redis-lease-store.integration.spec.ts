import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { openTestRedis } from '../../../../test/support/test-redis.js';
import { RedisLeaseStore } from './redis-lease-store.js';
import { RedisMoveOffers } from './redis-move-offers.js';
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

describe('a lease that changes hands', () => {
  it('goes to the successor that asks, without a moment without an owner', async () => {
    const id = randomUUID();
    await leases.acquire(id, owner('a', 1));
    expect(await leases.handOver(id, owner('a', 1), true)).toBe('unwanted');
    expect(await leases.request(id, owner('b', 1), false)).toBe('fenced');
    expect(await leases.request(id, owner('b', 2), false)).toBe('waiting');
    expect(await leases.renew('a', [{ streamerId: id, generation: 1 }])).toEqual(['wanted']);
    expect(await leases.handOver(id, owner('a', 1), true)).toBe('handed-over');
    expect(await leases.owners([id])).toEqual([owner('b', 2)]);
    expect(await leases.request(id, owner('b', 2), true)).toBe('handed-over');
    expect(await leases.request(id, owner('b', 2), true)).toBe('handed-over');
    expect(await leases.renew('a', [{ streamerId: id, generation: 1 }])).toEqual(['lost']);
    expect(await leases.acquire(id, owner('a', 1))).toBe('fenced');
    expect(await leases.handOver(id, owner('a', 1), true)).toBe('lost');
  });

  it('says so when its last owner could not append everything, or was not there any more', async () => {
    const [cut, free] = [randomUUID(), randomUUID()];
    await leases.acquire(cut, owner('a', 1));
    await leases.request(cut, owner('b', 2), false);
    await leases.handOver(cut, owner('a', 1), false);
    expect(await leases.request(cut, owner('b', 2), true)).toBe('acquired');
    expect(await leases.request(free, owner('b', 2), false)).toBe('acquired');
    expect(await leases.acquire(free, owner('a', 1))).toBe('fenced');
  });

  it('goes to the newest of two that ask, and not to one that was barred or changed its mind', async () => {
    const id = randomUUID();
    await leases.acquire(id, owner('a', 1));
    await leases.request(id, owner('b', 2), false);
    expect(await leases.request(id, owner('c', 3), false)).toBe('waiting');
    expect(await leases.request(id, owner('b', 2), true)).toBe('fenced');
    expect(await leases.withdraw(id, owner('b', 2))).toBe('withdrawn');
    expect(await leases.renew('a', [{ streamerId: id, generation: 1 }])).toEqual(['wanted']);
    expect(await leases.withdraw(id, owner('c', 3))).toBe('withdrawn');
    expect(await leases.renew('a', [{ streamerId: id, generation: 1 }])).toEqual(['renewed']);
    await leases.request(id, owner('c', 3), false);
    await leases.handOver(id, owner('a', 1), true);
    expect(await leases.withdraw(id, owner('c', 3))).toBe('owned');
    await leases.fence(id, 9);
    expect(await leases.request(id, owner('d', 8), false)).toBe('fenced');
  });
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
