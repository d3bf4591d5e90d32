import type { AcquireResult, Owner, RenewResult, RequestResult } from '#libs/domain';
import { LeaseKeeper } from '../../../apps/worker/src/node/lease-keeper.js';
import { RedisLife } from '../../../apps/supervisor/src/placement/redis-life.js';
import { CLOCKS, type Plant } from './cluster.js';
import type { Schedule } from './faults.js';
import { OLDER_OWNER_BACK } from './found-schedules.js';
import { BrokerTable } from './in-memory-broker-repository.js';
import { LogTable } from './in-memory-event-log.js';
import { LeaseTable } from './lease-table.js';

/** A mistake that somebody could make in the protocol, and the promises that it can break. */
export interface PlantedBug {
  name: string;
  breaks: string[];
  plant?: Plant;
  /** Chance meets it once in a hundred schedules: the short form plays one that meets it. */
  seldom?: Schedule;
  /** Breaks the product's own code; the answer mends it. */
  sabotage?: () => () => void;
}

type Lease = { streamerId: string; generation: number };

const leases = (Table: typeof LeaseTable): Plant => ({
  redis: { leases: (now, ttlMs, watcher) => new Table(now, ttlMs, watcher) },
});

class ForgetsFences extends LeaseTable {
  override fenceOf(): number {
    return 0;
  }
}

class RenewsForAnybody extends LeaseTable {
  override renew(nodeId: string, lease: Lease): RenewResult {
    return this.owner(lease.streamerId) ? 'renewed' : super.renew(nodeId, lease);
  }
}

class GivesToAnybody extends LeaseTable {
  override acquire(streamerId: string, owner: Owner): AcquireResult {
    const held = this.owner(streamerId);
    this.fences.delete(streamerId);
    if (held) this.release(streamerId, held);
    return super.acquire(streamerId, owner);
  }
}

class BarsWhenAsked extends LeaseTable {
  override request(streamerId: string, me: Owner, asked: boolean): RequestResult {
    this.fence(streamerId, me.generation);
    return super.request(streamerId, me, asked);
  }
}

class NeverFences extends LeaseTable {
  override fence(): void {
    // Whoever runs goes on.
  }
}

class LosesToOlder extends LeaseTable {
  override renew(nodeId: string, lease: Lease): RenewResult {
    const held = this.owner(lease.streamerId);
    return held && held.generation < lease.generation ? 'lost' : super.renew(nodeId, lease);
  }
}

class ChecksNobody extends LogTable {
  override check(): undefined {
    return undefined;
  }
}

class ChecksPresence extends LogTable {
  override check(streamerId: string): 'lease-missing' | undefined {
    return this.leases.owner(streamerId) ? undefined : 'lease-missing';
  }
}

class ClaimsAnyway extends BrokerTable {
  protected override holds(): boolean {
    return true;
  }
}

class NeverHolds extends RedisLife {
  override get holdMs(): number {
    return 0;
  }
}

/** Puts something else in the place of one method of the lease keeper. */
function keeper(method: 'fenceLate' | 'forget' | 'reacquire' | 'renew', replacement: () => unknown): () => () => void {
  return () => {
    const { prototype } = LeaseKeeper;
    const original: unknown = Reflect.get(prototype, method);
    Reflect.set(prototype, method, replacement);
    return () => Reflect.set(prototype, method, original);
  };
}

const { tickMs, moveTimeoutMs } = CLOCKS;

export const PLANTED_BUGS: PlantedBug[] = [
  {
    name: 'acquire ignores the fence and the holder',
    breaks: ['generations only rise', 'no stale write', 'old stops before new starts', 'one node per generation'],
    plant: leases(GivesToAnybody),
  },
  {
    name: 'the fence is forgotten',
    breaks: ['generations only rise', 'no stale write', 'comes to rest'],
    plant: leases(ForgetsFences),
  },
  {
    name: 'a node renews the lease of another one',
    breaks: ['one believer', 'old stops before new starts', 'comes to rest'],
    plant: leases(RenewsForAnybody),
  },
  {
    name: 'fencing does nothing',
    breaks: ['comes to rest', 'one believer', 'generations only rise'],
    plant: leases(NeverFences),
  },
  {
    name: 'an older generation that came back after a wipe keeps the newer one out',
    breaks: ['no mass restart'],
    plant: leases(LosesToOlder),
    seldom: OLDER_OWNER_BACK,
  },
  {
    name: 'an owner that cannot renew goes on writing',
    breaks: ['old stops before new starts', 'one believer'],
    sabotage: keeper('fenceLate', () => undefined),
  },
  {
    name: 'an owner whose lease vanished lets go instead of taking it again',
    breaks: ['no mass restart', 'comes to rest'],
    sabotage: keeper('reacquire', () => Promise.resolve(false)),
  },
  {
    name: 'leases are not renewed',
    breaks: ['comes to rest', 'old stops before new starts', 'no mass restart'],
    sabotage: keeper('renew', () => Promise.resolve()),
  },
  {
    name: 'a move bars the present owner at once',
    breaks: ['made before broken'],
    plant: leases(BarsWhenAsked),
  },
  {
    name: 'an owner that handed over goes on',
    breaks: ['old stops before new starts', 'made before broken', 'one believer'],
    sabotage: keeper('forget', () => undefined),
  },
  {
    name: 'nobody waits for leases after Redis was away',
    breaks: ['no mass restart', 'old stops before new starts'],
    plant: { supervisor: { life: (...parts) => new NeverHolds(...parts) } },
  },
  {
    name: 'a generation is claimed without its condition',
    breaks: ['generations only rise', 'spacing', 'comes to rest'],
    plant: { brokers: (now, checker) => new ClaimsAnyway(now, checker) },
  },
  {
    name: 'the spacing is ignored',
    breaks: ['spacing'],
    plant: { supervisor: { placement: { tickMs, spacingMs: 0, moveTimeoutMs } } },
  },
  {
    name: 'a write is not checked against the lease',
    breaks: ['owners alone write', 'no stale write'],
    plant: { redis: { logs: (...parts) => new ChecksNobody(...parts) } },
  },
  {
    name: 'a write needs a lease, no matter whose',
    breaks: ['owners alone write', 'no stale write'],
    plant: { redis: { logs: (...parts) => new ChecksPresence(...parts) } },
  },
];
