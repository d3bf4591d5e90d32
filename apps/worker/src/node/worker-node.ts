import { setTimeout as sleep } from 'node:timers/promises';
import type { BrokerAssignment, NodeReport } from '#libs/contracts';
import { LocalLivenessBudget, type BrokerConcern } from '#libs/domain';
import { systemClock } from '../actor/broker-settings.js';
import { isDrainOver } from './drain-watch.js';
import { Intake } from './intake.js';
import { LeaseKeeper } from './lease-keeper.js';
import { Takeovers } from './takeovers.js';
import { Tenancies } from './tenancies.js';
import type { WorkerNodeOptions } from './worker-node.options.js';

export type { MoveLimits, WorkerNodeOptions, WorkerObserver } from './worker-node.options.js';

const TICK_MS = 1000;
const OWN_REQUESTS_PER_MINUTE = 6000;
/** How often offers are looked for, and how often a node that drains renews, so that successors need not wait. */
const MOVE_TICK_MS = 250;

/** One worker process' share of the fleet: takes assignments while it has room, and runs a broker for each. */
export class WorkerNode {
  private readonly keeper: LeaseKeeper;
  private readonly tenancies: Tenancies;
  private readonly takeovers: Takeovers;
  private readonly intake: Intake;
  private readonly startedAt: number;
  /** Streamers that were assigned and whose lease is being asked for. */
  private arriving = 0;
  private timers: NodeJS.Timeout[] = [];
  private draining = false;
  private ending = false;
  private looking = false;

  constructor(private readonly options: WorkerNodeOptions) {
    const clock = options.clock ?? systemClock;
    const liveness = options.liveness ?? new LocalLivenessBudget(OWN_REQUESTS_PER_MINUTE, clock.now);
    const onError = (what: string, error: unknown) => this.failed(what, error);
    const adjustIntake = () => void this.intake.adjust();
    this.startedAt = clock.now();
    this.keeper = new LeaseKeeper({
      nodeId: options.nodeId,
      leases: options.leases,
      ...options.lease,
      onError: (error) => onError('renewing leases', error),
    });
    const { keeper } = this;
    this.tenancies = new Tenancies({ node: options, clock, liveness, keeper, onGone: adjustIntake, onError });
    this.takeovers = new Takeovers({
      node: options,
      liveness,
      now: () => keeper.now(),
      onTaken: (assignment, taken) => this.tenancies.settle(assignment, taken.acquiredAt, taken),
      onChange: adjustIntake,
      onError,
    });
    this.intake = new Intake({
      assignments: options.assignments,
      hasRoom: () => !this.draining && this.load < options.capacity,
      onError: (error) => onError('taking assignments', error),
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
    this.takeovers.refuse();
    await this.intake.adjust();
    await this.report();
  }

  /** Takes part again. Idempotent; has no effect on a node that is ending. */
  async resume(): Promise<void> {
    if (!this.draining || this.ending) return;
    this.draining = false;
    this.takeovers.welcome();
    await this.intake.adjust();
    await this.report();
  }

  /**
   * Lets other nodes take over, as long as there are any. What is left then is stopped: it appends what it has and frees
   * its lease, so that another node takes it at once.
   */
  async drain(): Promise<void> {
    await this.drainAsOperator();
    await this.untilTakenOver();
    await this.takeovers.settled();
    await this.tenancies.endAll();
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
    return this.tenancies.phases();
  }

  /** Looks at once whether a streamer is live, before the schedule's turn; false when the streamer is not here. */
  nudge(streamerId: string): boolean {
    return this.tenancies.nudge(streamerId);
  }

  /** Tells every connection, present and future, that something became wrong, or right again. */
  concern(concern: BrokerConcern, on: boolean): void {
    this.tenancies.concern(concern, on);
  }

  /**
   * Ends this generation of a broker: it appends what it has and frees its lease, so that its successor may begin at
   * once. False when this node does not run it.
   */
  end(streamerId: string, generation: number): Promise<boolean> {
    return this.tenancies.end(streamerId, generation);
  }

  /** Streamers that are here or on their way here. */
  private get load(): number {
    return this.tenancies.size + this.takeovers.size + this.arriving;
  }

  private async take(assignment: BrokerAssignment): Promise<void> {
    const { streamerId, generation } = assignment;
    const present = this.tenancies.generationOf(streamerId);
    if (present !== undefined && present >= generation) return;
    if (this.draining || (present === undefined && this.load >= this.options.capacity)) {
      throw new Error(`Node ${this.options.nodeId} has no room for another streamer; the assignment goes back`);
    }
    // An offer that is accepted meanwhile must not get the same place.
    const place = present === undefined ? 1 : 0;
    this.arriving += place;
    try {
      await this.acquire(assignment);
    } finally {
      this.arriving -= place;
      await this.intake.adjust();
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
    this.tenancies.settle(assignment, acquiredAt);
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
    const known = this.tenancies.generationOf(streamerId) !== undefined || this.takeovers.has(streamerId);
    if (this.draining || known || this.load >= this.options.capacity) return;
    this.takeovers.begin(offer);
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

  private tick(): void {
    this.tenancies.tick();
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
