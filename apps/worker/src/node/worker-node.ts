import type { BrokerAssignment, NodeReport } from '#libs/contracts';
import {
  LocalLivenessBudget,
  type AssignmentConsumer,
  type BrokerConcern,
  type EventLogWriter,
  type LeaseStore,
  type LivenessBudget,
  type LiveSource,
  type LiveSourceErrorKind,
  type NodeRegistry,
} from '#libs/domain';
import { systemClock, type BrokerSettings, type Clock } from '../actor/broker-settings.js';
import { SupervisedBroker } from '../actor/supervised-broker.js';
import { LeaseKeeper, type LeaseHolder } from './lease-keeper.js';

export interface WorkerNodeOptions {
  nodeId: string;
  version: string;
  capacity: number;
  lease: { ttlMs: number; renewMs: number };
  settings: BrokerSettings;
  source: LiveSource;
  log: EventLogWriter;
  leases: LeaseStore;
  registry: NodeRegistry;
  assignments: AssignmentConsumer;
  /** The shared schedule of looks. Default: one of this node's own, for tests. */
  liveness?: LivenessBudget;
  clock?: Clock;
  observer?: WorkerObserver;
}

/** What a node says of its work, for metrics and logs. */
export interface WorkerObserver {
  onAssigned?(streamerId: string, generation: number): void;
  onReleased?(streamerId: string, generation: number, why: 'handed-over' | 'lost'): void;
  onAppended?(accepted: number, refused: number, seconds: number): void;
  onDropped?(count: number): void;
  onPoison?(streamerId: string, eventType: string): void;
  onConnectFailure?(streamerId: string, kind: LiveSourceErrorKind, error: unknown): void;
  onCrash?(streamerId: string, error: unknown, crashes: number): void;
  onError?(what: string, error: unknown): void;
}

interface Tenancy {
  broker: SupervisedBroker;
  holder: LeaseHolder;
}

const TICK_MS = 1000;
const OWN_REQUESTS_PER_MINUTE = 6000;

/** One worker process' share of the fleet: takes assignments while it has room, and runs a broker for each. */
export class WorkerNode {
  private readonly tenancies = new Map<string, Tenancy>();
  private readonly keeper: LeaseKeeper;
  private readonly clock: Clock;
  private readonly liveness: LivenessBudget;
  /** What is wrong with all connections of this node. */
  private readonly concerns = new Set<BrokerConcern>();
  private readonly startedAt: number;
  private ticker: NodeJS.Timeout | undefined;
  private draining = false;

  constructor(private readonly options: WorkerNodeOptions) {
    this.clock = options.clock ?? systemClock;
    this.liveness = options.liveness ?? new LocalLivenessBudget(OWN_REQUESTS_PER_MINUTE, this.clock.now);
    this.startedAt = this.clock.now();
    this.keeper = new LeaseKeeper({
      nodeId: options.nodeId,
      leases: options.leases,
      ...options.lease,
      onError: (error) => options.observer?.onError?.('renewing leases', error),
    });
  }

  async start(): Promise<void> {
    this.keeper.start();
    this.ticker = setInterval(() => this.tick(), TICK_MS);
    await this.options.registry.report(this.describe());
    await this.options.assignments.start((assignment) => this.take(assignment));
  }

  /** Hands every broker over: stops it, appends what it has, frees its lease, so that another node takes it at once. */
  async drain(): Promise<void> {
    this.draining = true;
    await this.options.assignments.pause();
    await this.report();
    const results = await Promise.allSettled([...this.tenancies.values()].map((tenancy) => this.handOver(tenancy)));
    for (const result of results) {
      if (result.status === 'rejected') this.options.observer?.onError?.('handing a streamer over', result.reason);
    }
  }

  async stop(): Promise<void> {
    await this.drain();
    clearInterval(this.ticker);
    this.keeper.stop();
    await this.options.assignments.stop();
    await this.options.registry.remove(this.options.nodeId);
  }

  describe(): NodeReport {
    return {
      nodeId: this.options.nodeId,
      capacity: this.options.capacity,
      actors: this.tenancies.size,
      draining: this.draining,
      version: this.options.version,
      startedAt: this.startedAt,
    };
  }

  /** How many brokers are in each phase. */
  phases(): Map<string, number> {
    const phases = new Map<string, number>();
    for (const { broker } of this.tenancies.values()) {
      phases.set(broker.phase, (phases.get(broker.phase) ?? 0) + 1);
    }
    return phases;
  }

  /** Looks at once whether a streamer is live, before the schedule's turn; false when the streamer is not here. */
  nudge(streamerId: string): boolean {
    const tenancy = this.tenancies.get(streamerId);
    tenancy?.broker.nudge();
    return tenancy !== undefined;
  }

  /** Tells every connection, present and future, that something became wrong, or right again. */
  concern(concern: BrokerConcern, on: boolean): void {
    if (on) this.concerns.add(concern);
    else this.concerns.delete(concern);
    for (const { broker } of this.tenancies.values()) broker.concern(concern, on);
  }

  private async take(assignment: BrokerAssignment): Promise<void> {
    const { streamerId, generation } = assignment;
    const present = this.tenancies.get(streamerId);
    if (present && present.broker.generation >= generation) return;
    if (this.draining || (!present && this.tenancies.size >= this.options.capacity)) {
      throw new Error(`Node ${this.options.nodeId} has no room for another streamer; the assignment goes back`);
    }
    const acquiredAt = this.keeper.now();
    const owner = { nodeId: this.options.nodeId, generation };
    if ((await this.options.leases.acquire(streamerId, owner)) === 'fenced') return;
    if (this.draining) {
      await this.options.leases.release(streamerId, owner);
      throw new Error(`Node ${this.options.nodeId} is ending; the assignment goes back`);
    }
    if (present) this.dismiss(present);
    this.settle(assignment, acquiredAt);
    if (this.tenancies.size >= this.options.capacity) await this.options.assignments.pause();
  }

  private settle(assignment: BrokerAssignment, acquiredAt: number): void {
    const { observer, nodeId, source, log, settings } = this.options;
    const { streamerId, generation } = assignment;
    const broker: SupervisedBroker = new SupervisedBroker({
      assignment,
      nodeId,
      source,
      log,
      liveness: this.liveness,
      settings,
      clock: this.clock,
      reacquire: () => this.keeper.reacquire(holder),
      onLost: () => holder.lose(),
      onCrash: (error, crashes) => observer?.onCrash?.(streamerId, error, crashes),
      onConnectFailure: (kind, error) => observer?.onConnectFailure?.(streamerId, kind, error),
      batcher: {
        onAppended: (accepted, refused, seconds) => observer?.onAppended?.(accepted, refused, seconds),
        onDropped: (count) => observer?.onDropped?.(count),
        onPoison: ({ event }) => observer?.onPoison?.(streamerId, event.type),
        onError: (error) => observer?.onError?.('appending events', error),
      },
    });
    const holder: LeaseHolder = {
      streamerId,
      generation,
      suspend: () => broker.suspend(),
      resume: () => broker.resume(),
      restored: () => broker.restored(),
      lose: () => this.lose(tenancy),
    };
    const tenancy: Tenancy = { broker, holder };
    this.tenancies.set(streamerId, tenancy);
    this.keeper.keep(holder, acquiredAt);
    observer?.onAssigned?.(streamerId, generation);
    for (const concern of this.concerns) broker.concern(concern, true);
    broker.begin();
  }

  private async handOver(tenancy: Tenancy): Promise<void> {
    const { broker, holder } = tenancy;
    await broker.stop();
    this.remove(tenancy);
    const owner = { nodeId: this.options.nodeId, generation: holder.generation };
    await this.options.leases.release(holder.streamerId, owner);
    this.options.observer?.onReleased?.(holder.streamerId, holder.generation, 'handed-over');
  }

  private lose(tenancy: Tenancy): void {
    if (this.tenancies.get(tenancy.holder.streamerId) !== tenancy) return;
    this.dismiss(tenancy);
    this.options.observer?.onReleased?.(tenancy.holder.streamerId, tenancy.holder.generation, 'lost');
    if (!this.draining && this.tenancies.size === this.options.capacity - 1) this.resumeIntake();
  }

  private dismiss(tenancy: Tenancy): void {
    tenancy.broker.abandon();
    this.remove(tenancy);
  }

  private remove(tenancy: Tenancy): void {
    this.keeper.forget(tenancy.holder);
    if (this.tenancies.get(tenancy.holder.streamerId) === tenancy) this.tenancies.delete(tenancy.holder.streamerId);
  }

  private resumeIntake(): void {
    const { assignments, observer } = this.options;
    assignments.resume().catch((error: unknown) => observer?.onError?.('taking assignments', error));
  }

  private tick(): void {
    for (const { broker } of this.tenancies.values()) broker.tick();
    void this.report();
  }

  private async report(): Promise<void> {
    try {
      await this.options.registry.report(this.describe());
    } catch (error) {
      this.options.observer?.onError?.('reporting this node', error);
    }
  }
}
