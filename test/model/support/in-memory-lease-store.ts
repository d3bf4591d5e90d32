import type { AcquireResult, LeaseStore, Owner, RenewResult, RequestResult } from '#libs/domain';
import type { LeaseTable } from './lease-table.js';

/** How a call gets to the storage and its answer back. */
export type Carry = <T>(effect: () => T) => Promise<T>;

/** Leases without Redis, kept equal to its scripts by the contract of the port. */
export class InMemoryLeaseStore implements LeaseStore {
  constructor(
    private readonly table: LeaseTable,
    private readonly carry: Carry = async (effect) => effect(),
  ) {}

  acquire(streamerId: string, owner: Owner): Promise<AcquireResult> {
    return this.carry(() => this.table.acquire(streamerId, owner));
  }

  renew(nodeId: string, leases: readonly { streamerId: string; generation: number }[]): Promise<RenewResult[]> {
    const asked = leases.map(({ streamerId, generation }) => ({ streamerId, generation }));
    return this.carry(() => asked.map((lease) => this.table.renew(nodeId, lease)));
  }

  request(streamerId: string, owner: Owner, asked: boolean): Promise<RequestResult> {
    return this.carry(() => this.table.request(streamerId, owner, asked));
  }

  withdraw(streamerId: string, owner: Owner): Promise<'withdrawn' | 'owned'> {
    return this.carry(() => this.table.withdraw(streamerId, owner));
  }

  handOver(streamerId: string, owner: Owner, complete: boolean): Promise<'handed-over' | 'unwanted' | 'lost'> {
    return this.carry(() => this.table.handOver(streamerId, owner, complete));
  }

  release(streamerId: string, owner: Owner): Promise<void> {
    return this.carry(() => this.table.release(streamerId, owner));
  }

  fence(streamerId: string, generation: number): Promise<void> {
    return this.carry(() => this.table.fence(streamerId, generation));
  }

  owners(streamerIds: readonly string[]): Promise<(Owner | undefined)[]> {
    return this.carry(() => streamerIds.map((id) => this.table.owner(id)));
  }
}
