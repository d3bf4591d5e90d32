import type { BrokerAssignment, NodeReport } from '#libs/contracts';
import type { MoveOffers, NodeRegistry } from '#libs/domain';
import type { SeededRandom } from '../../chaos/support/random.js';
import { AssignmentTable } from './in-memory-assignments.js';
import { LogTable, type LogWatcher } from './in-memory-event-log.js';
import type { Carry } from './in-memory-lease-store.js';
import { LeaseTable, type LeaseWatcher } from './lease-table.js';
import type { Network } from './network.js';
import type { World } from './world.js';

const NODE_TTL_MS = 5000;
/** The append-only file is written once a second: a crash loses what came after. */
const FSYNC_MS = 1000;
const POLL_MS = 250;

export interface RedisMakers {
  leases: (now: () => number, ttlMs: number, watcher: LeaseWatcher) => LeaseTable;
  logs: (now: () => number, leases: LeaseTable, watcher: LogWatcher) => LogTable;
}

export const trueRedis: RedisMakers = {
  leases: (now, ttlMs, watcher) => new LeaseTable(now, ttlMs, watcher),
  logs: (now, leases, watcher) => new LogTable(now, leases, watcher),
};

/** One Redis and all that the product keeps in it, with the ways in which it can lose it. */
export class ModelRedis {
  readonly leases: LeaseTable;
  readonly logs: LogTable;
  readonly assignments: AssignmentTable;
  readonly values = new Map<string, string>();
  readonly reports = new Map<string, { report: NodeReport; at: number }>();
  readonly offers = new Map<string, { list: BrokerAssignment[]; until: number }>();
  private onDisk: ReturnType<ModelRedis['save']>;

  constructor(
    private readonly world: World,
    parts: {
      network: Network;
      random: SeededRandom;
      ttlMs: number;
      watcher: LeaseWatcher & LogWatcher;
      make: RedisMakers;
    },
  ) {
    const { network, random, ttlMs, watcher, make } = parts;
    const now = () => world.now;
    this.leases = make.leases(now, ttlMs, watcher);
    this.logs = make.logs(now, this.leases, watcher);
    this.assignments = new AssignmentTable(world, network, random);
    this.onDisk = this.save();
    this.every(FSYNC_MS, () => (this.onDisk = this.save()));
    this.every(POLL_MS, () => this.assignments.dispatch());
  }

  /** Everything is gone, as after FLUSHALL or the loss of its disk. */
  wipe(): void {
    this.leases.wipe();
    this.logs.wipe();
    this.assignments.wipe();
    this.values.clear();
    this.reports.clear();
    this.offers.clear();
    this.onDisk = this.save();
  }

  /** The process dies and comes back with what was on its disk. */
  crash(): void {
    this.logs.run += 1;
    this.leases.restore(this.onDisk.leases);
    this.logs.restore(this.onDisk.logs);
    this.assignments.restore(this.onDisk.jobs);
    this.values.clear();
    for (const [key, value] of this.onDisk.values) this.values.set(key, value);
    this.onDisk = this.save();
  }

  private save() {
    return {
      leases: this.leases.save(),
      logs: this.logs.save(),
      jobs: this.assignments.save(),
      values: new Map(this.values),
    };
  }

  private every(ms: number, work: () => void): void {
    this.world.at(this.world.now + ms, () => {
      work();
      this.every(ms, work);
    });
  }
}

export class InMemoryNodeRegistry implements NodeRegistry {
  constructor(
    private readonly redis: ModelRedis,
    private readonly now: () => number,
    private readonly carry: Carry,
  ) {}

  report(report: NodeReport): Promise<void> {
    return this.carry(() => void this.redis.reports.set(report.nodeId, { report, at: this.now() }));
  }

  remove(nodeId: string): Promise<void> {
    return this.carry(() => void this.redis.reports.delete(nodeId));
  }

  list(): Promise<NodeReport[]> {
    return this.carry(() => {
      const present = [...this.redis.reports.values()].filter(({ at }) => at > this.now() - NODE_TTL_MS);
      return present.map(({ report }) => report);
    });
  }
}

const OFFER_MS = 10_000;

export class InMemoryMoveOffers implements MoveOffers {
  constructor(
    private readonly redis: ModelRedis,
    private readonly now: () => number,
    private readonly carry: Carry,
  ) {}

  offer(nodeId: string, assignment: BrokerAssignment): Promise<void> {
    return this.carry(() => {
      const list = [...this.present(nodeId), assignment];
      this.redis.offers.set(nodeId, { list, until: this.now() + OFFER_MS });
    });
  }

  take(nodeId: string): Promise<BrokerAssignment[]> {
    return this.carry(() => {
      const list = this.present(nodeId);
      this.redis.offers.delete(nodeId);
      return list;
    });
  }

  private present(nodeId: string): BrokerAssignment[] {
    const offers = this.redis.offers.get(nodeId);
    return offers && offers.until > this.now() ? offers.list : [];
  }
}
