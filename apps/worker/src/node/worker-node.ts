import { setTimeout as sleep } from 'node:timers/promises';
import type { BrokerAssignment, NodeReport } from '#libs/contracts';
import { LocalLivenessBudget, type BrokerConcern, type LivenessBudget } from '#libs/domain';
import { systemClock, type Clock } from '../actor/broker-settings.js';
import { charged } from '../actor/look-turns.js';
import { SupervisedBroker } from '../actor/supervised-broker.js';
import { brokerOptions } from './broker-options.js';
import { isDrainOver } from './drain-watch.js';
import { LeaseKeeper, type LeaseHolder } from './lease-keeper.js';
import { takeOver, type Taken } from './takeover.js';
import type { WorkerNodeOptions } from './worker-node.options.js';

export type { MoveLimits, WorkerNodeOptions, WorkerObserver } from './worker-node.options.js';

interface Tenancy {
  broker: SupervisedBroker;
  holder: LeaseHolder;
  /** It is on its way out. */
  leaving?: Promise<void>;
}

const TICK_MS = 1000;
const OWN_REQUESTS_PER_MINUTE = 6000;
/** How often offers are looked for, and how often a node that drains renews, so that successors need not wait. */
const MOVE_TICK_MS = 250;

/** One worker process' share of the fleet: takes assignments while it has room, and runs a broker for each. */
export class WorkerNode {
  private readonly tenancies = new Map<string, Tenancy>();
  /** Streamers that this node makes itself ready for. */
  private readonly takeovers = new Map<string, Promise<void>>();
  /** Streamers that were assigned and whose lease is being asked for. */
  private arriving = 0;
  private readonly keeper: LeaseKeeper;
  private readonly clock: Clock;
  private readonly liveness: LivenessBudget;
  /** What is wrong with all connections of this node. */
  private readonly concerns = new Set<BrokerConcern>();
  private readonly startedAt: number;
  private timers: NodeJS.Timeout[] = [];
  private draining = false;
  private ending = false;
  private looking = false;
  private refusal = new AbortController();
  private intake: Promise<void> = Promise.resolve();
  private intakeClosed = false;

  constructor(private readonly options: WorkerNodeOptions) {
    this.clock = options.clock ?? systemClock;
    this.liveness = options.liveness ?? new LocalLivenessBudget(OWN_REQUESTS_PER_MINUTE, this.clock.now);
    this.startedAt = this.clock.now();
    this.keeper = new LeaseKeeper({
      nodeId: options.nodeId,
      leases: options.leases,
      ...options.lease,
      onError: (error) => this.failed('renewing leases', error),
    });
  }

  /** Nothing has begun when it rejects because Redis is away: it may be called again. */
  async start(): Promise<void> {
    await this.options.registry.report(this.describe());
    this.keeper.start();
    const moveTickMs = Math.min(MOVE_TICK_MS, this.options.lease.renewMs);
    this.timers = [setInterval(() => this.tick(), TICK_MS), setInterval(() => void this.lookForMoves(), moveTickMs)];
    await this.options.assignments.start((assignment) => this.take(assignment));
  }

  /**
   * Takes nothing new, and lets other nodes take over what is here; until they are ready everything goes on.
   * Idempotent. Resolves when that is known to the supervisor, or it could not be told.
   */
  async drainAsOperator(): Promise<void> {
    this.draining = true;
    this.refusal.abort();
    await this.adjustIntake();
    await this.report();
  }

  /** Takes part again. Idempotent; has no effect on a node that is ending. */
  async resume(): Promise<void> {
    if (!this.draining || this.ending) return;
    this.draining = false;
    this.refusal = new AbortController();
    await this.adjustIntake();
    await this.report();
  }

  /**
   * Lets other nodes take over, as long as there are any. What is left then is stopped: it appends what it has and frees
   * its lease, so that another node takes it at once.
   */
  async drain(): Promise<void> {
    await this.drainAsOperator();
    await this.untilTakenOver();
    await Promise.all(this.takeovers.values());
    await Promise.all([...this.tenancies.values()].map((tenancy) => this.leave(tenancy)));
  }

  async stop(): Promise<void> {
    this.ending = true;
    await this.drain();
    for (const timer of this.timers) clearInterval(timer);
    this.keeper.stop();
    await this.options.assignments.stop();
    await this.options.registry.remove(this.options.nodeId);
  }

  describe(): NodeReport {
    return {
      nodeId: this.options.nodeId,
      capacity: this.options.capacity,
      actors: this.load,
      draining: this.draining,
      version: this.options.version,
      startedAt: this.startedAt,
      phases: Object.fromEntries(this.phases()),
      ...(this.options.loop ? { eventLoop: this.options.loop.report() } : {}),
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

  /**
   * Ends this generation of a broker: it appends what it has and frees its lease, so that its successor may begin at
   * once. False when this node does not run it.
   */
  async end(streamerId: string, generation: number): Promise<boolean> {
    const tenancy = this.tenancies.get(streamerId);
    if (!tenancy || tenancy.holder.generation !== generation) return false;
    await this.leave(tenancy);
    return true;
  }

  /** Streamers that are here or on their way here. */
  private get load(): number {
    return this.tenancies.size + this.takeovers.size + this.arriving;
  }

  private async take(assignment: BrokerAssignment): Promise<void> {
    const { streamerId, generation } = assignment;
    const present = this.tenancies.get(streamerId);
    if (present && present.broker.generation >= generation) return;
    if (this.draining || (!present && this.load >= this.options.capacity)) {
      throw new Error(`Node ${this.options.nodeId} has no room for another streamer; the assignment goes back`);
    }
    // An offer that is accepted meanwhile must not get the same place.
    const place = present ? 0 : 1;
    this.arriving += place;
    try {
      await this.acquire(assignment);
    } finally {
      this.arriving -= place;
      await this.adjustIntake();
    }
  }

  private async acquire(assignment: BrokerAssignment): Promise<void> {
    const { streamerId, generation } = assignment;
    const acquiredAt = this.keeper.now();
    const owner = { nodeId: this.options.nodeId, generation };
    if ((await this.options.leases.acquire(streamerId, owner)) === 'fenced') return;
    if (this.draining) {
      await this.options.leases.release(streamerId, owner);
      throw new Error(`Node ${this.options.nodeId} is ending; the assignment goes back`);
    }
    this.settle(assignment, acquiredAt);
  }

  private async lookForMoves(): Promise<void> {
    if (this.looking) return;
    this.looking = true;
    try {
      if (this.draining) await this.keeper.renew();
      else for (const offer of await this.options.offers.take(this.options.nodeId)) this.accept(offer);
    } catch (error) {
      this.failed('looking for streamers to take over', error);
    } finally {
      this.looking = false;
    }
  }

  /** What cannot be taken over now stays with its owner, and is offered again. */
  private accept(offer: BrokerAssignment): void {
    const { streamerId } = offer;
    const known = this.tenancies.has(streamerId) || this.takeovers.has(streamerId);
    if (this.draining || known || this.load >= this.options.capacity) return;
    const work = this.takeOver(offer)
      .catch((error: unknown) => this.failed('taking a streamer over', error))
      .finally(() => {
        this.takeovers.delete(streamerId);
        void this.adjustIntake();
      });
    this.takeovers.set(streamerId, work);
    void this.adjustIntake();
  }

  private async takeOver(assignment: BrokerAssignment): Promise<void> {
    const { nodeId, leases, lease, moves } = this.options;
    const source = charged(this.options.source, this.liveness, (error) => this.failed('accounting for a look', error));
    const taken = await takeOver({
      ...{ assignment, source, leases, leaseTtlMs: lease.ttlMs, timeoutMs: moves.timeoutMs },
      owner: { nodeId, generation: assignment.generation },
      signal: this.refusal.signal,
      now: () => this.keeper.now(),
      onError: (what, error) => this.failed(what, error),
    });
    if (taken) this.settle(assignment, taken.acquiredAt, taken);
  }

  private settle(assignment: BrokerAssignment, acquiredAt: number, taken?: Taken): void {
    const { streamerId, generation } = assignment;
    const before = this.tenancies.get(streamerId);
    if (before) this.dismiss(before);
    const broker: SupervisedBroker = new SupervisedBroker({
      ...brokerOptions(this.options, this.clock, assignment, taken),
      liveness: this.liveness,
      reacquire: () => this.keeper.reacquire(holder),
      onLost: () => holder.lose(),
    });
    const holder: LeaseHolder = {
      streamerId,
      generation,
      suspend: () => broker.suspend(),
      resume: () => broker.resume(),
      restored: () => broker.restored(),
      yield: () => void this.leave(tenancy),
      lose: () => this.lose(tenancy),
    };
    const tenancy: Tenancy = { broker, holder };
    this.tenancies.set(streamerId, tenancy);
    this.keeper.keep(holder, acquiredAt);
    this.options.observer?.onAssigned?.(streamerId, generation);
    for (const concern of this.concerns) broker.concern(concern, true);
    broker.begin();
  }

  /** Gives the streamer to the node that asks for it, or frees its lease for anyone. Never rejects. */
  private leave(tenancy: Tenancy): Promise<void> {
    tenancy.leaving ??= this.handOver(tenancy)
      .catch((error: unknown) => this.failed('handing a streamer over', error))
      .finally(() => {
        this.remove(tenancy);
        void this.adjustIntake();
      });
    return tenancy.leaving;
  }

  private async handOver({ broker, holder }: Tenancy): Promise<void> {
    const { nodeId, leases, observer } = this.options;
    const { streamerId, generation } = holder;
    const complete = await broker.stop();
    this.keeper.forget(holder);
    const owner = { nodeId, generation };
    if ((await leases.handOver(streamerId, owner, complete)) === 'unwanted') await leases.release(streamerId, owner);
    observer?.onReleased?.(streamerId, generation, 'handed-over');
  }

  private async untilTakenOver(): Promise<void> {
    const { nodeId, moves, registry } = this.options;
    const startedAt = this.keeper.now();
    let left = this.tenancies.size;
    let movedAt = startedAt;
    for (;;) {
      const nodes = left > 0 ? await registry.list().catch(() => undefined) : undefined;
      const now = this.keeper.now();
      if (this.tenancies.size < left) movedAt = now;
      left = this.tenancies.size;
      const progress = { left, elapsedMs: now - startedAt, idleMs: now - movedAt, nodes };
      if (isDrainOver(nodeId, moves.drainMs, progress)) return;
      await sleep(Math.min(MOVE_TICK_MS, moves.drainMs));
    }
  }

  private lose(tenancy: Tenancy): void {
    if (this.tenancies.get(tenancy.holder.streamerId) !== tenancy) return;
    this.dismiss(tenancy);
    if (!tenancy.leaving) {
      this.options.observer?.onReleased?.(tenancy.holder.streamerId, tenancy.holder.generation, 'lost');
    }
    void this.adjustIntake();
  }

  private dismiss(tenancy: Tenancy): void {
    tenancy.broker.abandon();
    this.remove(tenancy);
  }

  private remove(tenancy: Tenancy): void {
    this.keeper.forget(tenancy.holder);
    if (this.tenancies.get(tenancy.holder.streamerId) === tenancy) this.tenancies.delete(tenancy.holder.streamerId);
  }

  /** Opens or closes the intake as there is room, one after another. Never rejects. */
  private adjustIntake(): Promise<void> {
    const { assignments, capacity } = this.options;
    this.intake = this.intake
      .then(async () => {
        const closed = this.draining || this.load >= capacity;
        if (closed === this.intakeClosed) return;
        await (closed ? assignments.pause() : assignments.resume());
        this.intakeClosed = closed;
      })
      .catch((error: unknown) => this.failed('taking assignments', error));
    return this.intake;
  }

  private tick(): void {
    for (const { broker } of this.tenancies.values()) broker.tick();
    void this.report();
  }

  private async report(): Promise<void> {
    try {
      await this.options.registry.report(this.describe());
    } catch (error) {
      this.failed('reporting this node', error);
    }
  }

  private failed(what: string, error: unknown): void {
    this.options.observer?.onError?.(what, error);
  }
}
