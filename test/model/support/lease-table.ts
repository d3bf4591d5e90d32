import type { AcquireResult, Owner, RenewResult, RequestResult } from '#libs/domain';

export type LeaseEnd = 'expired' | 'wiped' | 'forgotten' | 'released' | 'preempted' | 'fenced' | 'handed-over';

/** Told of everything that happens to leases. */
export interface LeaseWatcher {
  onGranted?(streamerId: string, owner: Owner, previous: { owner: Owner; end: LeaseEnd } | undefined): void;
}

const WISH_MS = 2000;

interface Lease {
  owner: Owner;
  until: number;
  /** It came from disk, and was not renewed since. */
  restored?: boolean;
}

/** What one Redis holds of leases. Each method is one script: it does what the Lua of `libs/redis/src/leases` does. */
export class LeaseTable {
  leases = new Map<string, Lease>();
  fences = new Map<string, number>();
  /** Who asks for a lease, and who was given it with everything written. */
  successors = new Map<string, Lease>();
  handed = new Map<string, Lease>();
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
      Object.assign(this.leases.get(streamerId)!, { until: this.now() + this.ttlMs, restored: false });
      return (this.noted(this.successors, streamerId)?.generation ?? 0) > generation ? 'wanted' : 'renewed';
    }
    return (held?.generation ?? 0) >= generation || this.fenceOf(streamerId) > generation ? 'lost' : 'missing';
  }

  request(streamerId: string, me: Owner, asked: boolean): RequestResult {
    const held = this.owner(streamerId);
    if (held && same(held, me)) {
      this.leases.get(streamerId)!.until = this.now() + this.ttlMs;
      const handed = this.noted(this.handed, streamerId);
      return handed && same(handed, me) ? 'handed-over' : 'acquired';
    }
    const wish = this.noted(this.successors, streamerId);
    const { generation } = me;
    if (generation < this.fenceOf(streamerId) || (held?.generation ?? 0) >= generation) return 'fenced';
    if ((wish?.generation ?? 0) > generation || (!held && asked && !wish)) return 'fenced';
    if (!held && !this.fences.has(streamerId)) return 'fenced';
    if (held) {
      this.successors.set(streamerId, { owner: me, until: this.now() + WISH_MS });
      return 'waiting';
    }
    this.grant(streamerId, me);
    return 'acquired';
  }

  withdraw(streamerId: string, me: Owner): 'withdrawn' | 'owned' {
    const wish = this.noted(this.successors, streamerId);
    if (wish && same(wish, me)) this.successors.delete(streamerId);
    const held = this.owner(streamerId);
    return held && same(held, me) ? 'owned' : 'withdrawn';
  }

  handOver(streamerId: string, owner: Owner, complete: boolean): 'handed-over' | 'unwanted' | 'lost' {
    const held = this.owner(streamerId);
    if (!held || !same(held, owner)) return 'lost';
    const wish = this.noted(this.successors, streamerId);
    if (!wish || wish.generation <= owner.generation) return 'unwanted';
    this.end(streamerId, 'handed-over');
    this.grant(streamerId, wish);
    if (complete) this.handed.set(streamerId, { owner: wish, until: this.now() + this.ttlMs });
    return 'handed-over';
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
    this.successors.clear();
    this.handed.clear();
  }

  /** A copy of what is stored, to be put back later. */
  save(): Pick<LeaseTable, 'leases' | 'fences' | 'successors' | 'handed'> {
    const copy = (kept: Map<string, Lease>) => new Map([...kept].map(([id, lease]) => [id, { ...lease }]));
    const { leases, successors, handed } = this;
    const copies = { leases: copy(leases), successors: copy(successors), handed: copy(handed) };
    return { ...copies, fences: new Map(this.fences) };
  }

  restore(saved: ReturnType<LeaseTable['save']>): void {
    Object.assign(this, saved);
    // The last renewals are lost too: such a lease can run out before its owner thinks so.
    for (const lease of this.leases.values()) lease.restored = true;
  }

  /** A successor that asked becomes the owner. */
  private grant(streamerId: string, owner: Owner): void {
    this.leases.set(streamerId, { owner, until: this.now() + this.ttlMs });
    this.fences.set(streamerId, owner.generation);
    this.successors.delete(streamerId);
    this.watcher.onGranted?.(streamerId, owner, this.ends.get(streamerId));
  }

  private noted(kept: Map<string, Lease>, streamerId: string): Owner | undefined {
    const lease = kept.get(streamerId);
    return lease && lease.until > this.now() ? lease.owner : undefined;
  }

  private end(streamerId: string, end: LeaseEnd): void {
    const lease = this.leases.get(streamerId);
    if (lease) this.ends.set(streamerId, { owner: lease.owner, end: lease.restored ? 'forgotten' : end });
    this.leases.delete(streamerId);
  }
}

export function same(one: Owner, two: Owner): boolean {
  return one.nodeId === two.nodeId && one.generation === two.generation;
}
