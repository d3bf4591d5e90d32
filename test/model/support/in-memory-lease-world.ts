import type { LeaseWorld } from '../../../libs/redis/test/lease-store.contract.js';
import { InMemoryLeaseStore } from './in-memory-lease-store.js';
import { LeaseTable } from './lease-table.js';

export function inMemoryLeaseWorld(): LeaseWorld & { table: LeaseTable } {
  const table = new LeaseTable(() => 0, 5000);
  return {
    table,
    store: new InMemoryLeaseStore(table),
    expire: async (id) => void table.leases.delete(id),
    wipe: async (id) => {
      table.leases.delete(id);
      table.fences.delete(id);
      table.successors.delete(id);
      table.handed.delete(id);
    },
    dispose: async () => undefined,
  };
}
