import { expect, it } from 'vitest';
import { leaseStoreContract } from '../../libs/redis/test/lease-store.contract.js';
import { inMemoryLeaseWorld } from './support/in-memory-lease-world.js';
import { LeaseTable } from './support/lease-table.js';

leaseStoreContract('in memory', inMemoryLeaseWorld());

it('lets a lease run out by itself', () => {
  let now = 0;
  const table = new LeaseTable(() => now, 100);
  table.acquire('s', { nodeId: 'a', generation: 1 });
  now = 99;
  expect(table.owner('s')).toEqual({ nodeId: 'a', generation: 1 });
  now = 100;
  expect(table.owner('s')).toBeUndefined();
});
