import type { AcquireResult, Owner, RenewResult } from '#libs/domain';

export type LeaseEnd = 'expired' | 'wiped' | 'released' | 'preempted' | 'fenced';

/** Told of everything that happens to leases. */
export interface LeaseWatcher {
  onGranted?(streamerId: string, owner: Owner, previous: { owner: Owner; end: LeaseEnd } | undefined): void;
}

interface Lease {
  owner: Owner;
  until: number;
}

/** What one Redis holds of leases. Each method is one script: it does what the Lua of `libs/redis/src/leases` does. */
export class LeaseTable {
  leases = new Map<string, Lease>();
  fences = new Map<string, number>();
  private readonly ends = new Map<string, { owner: Owner; end: LeaseEnd }>();

  constructor(
    private readonly now: () => number,
    private readonly ttlMs: number,
    private readonly watcher: LeaseWatcher = {},
  ) {}

  owner(streamerId: string): Owner | undefined {
    const lease = this.leases.get(streamerId);
    if (!lease) return undefined;
    if (lease.until > this.now()) return lease.owner;
    this.end(streamerId, 'expired');
    return undefined;
  }

  fenceOf(streamerId: string): number {
    return this.fences.get(streamerId) ?? 0;
  }

  acquire(streamerId: string, owner: Owner): AcquireResult {
    if (owner.generation < this.fenceOf(streamerId)) return 'fenced';
    const held = this.owner(streamerId);
    if (held && (held.generation > owner.generation || (held.generation === owner.generation && !same(held, owner)))) {
      return 'fenced';
    }
    if (held && !same(held, owner)) this.end(streamerId, 'preempted');
    this.leases.set(streamerId, { owner, until: this.now() + this.ttlMs });
    this.fences.set(streamerId, owner.generation);
    this.watcher.onGranted?.(streamerId, owner, this.ends.get(streamerId));
    return 'acquired';
  }

  renew(nodeId: string, { streamerId, generation }: { streamerId: string; generation: number }): RenewResult {
    const held = this.owner(streamerId);
    if (held && same(held, { nodeId, generation })) {
      this.leases.get(streamerId)!.until = this.now() + this.ttlMs;
      return 'renewed';
    }
    return (held?.generation ?? 0) >= generation || this.fenceOf(streamerId) > generation ? 'lost' : 'missing';
  }

  release(streamerId: string, owner: Owner): void {
    const held = this.owner(streamerId);
    if (held && same(held, owner)) this.end(streamerId, 'released');
  }

  fence(streamerId: string, generation: number): void {
    this.fences.set(streamerId, Math.max(generation, this.fenceOf(streamerId)));
    const held = this.owner(streamerId);
    if (held && held.generation < generation) this.end(streamerId, 'fenced');
  }

  /** Everything is gone. */
  wipe(): void {
    for (const streamerId of this.leases.keys()) this.end(streamerId, 'wiped');
    this.fences.clear();
  }

  /** A copy of what is stored, to be put back later. */
  save(): { leases: Map<string, Lease>; fences: Map<string, number> } {
    const leases = new Map([...this.leases].map(([id, lease]) => [id, { ...lease }]));
    return { leases, fences: new Map(this.fences) };
  }

  restore(saved: ReturnType<LeaseTable['save']>): void {
    this.leases = saved.leases;
    this.fences = saved.fences;
  }

  private end(streamerId: string, end: LeaseEnd): void {
    const lease = this.leases.get(streamerId);
    if (lease) this.ends.set(streamerId, { owner: lease.owner, end });
    this.leases.delete(streamerId);
  }
}

export function same(one: Owner, two: Owner): boolean {
  return one.nodeId === two.nodeId && one.generation === two.generation;
}
