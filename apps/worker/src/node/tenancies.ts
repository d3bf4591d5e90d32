import type { BrokerAssignment } from '#libs/contracts';
import type { BrokerConcern, LivenessBudget } from '#libs/domain';
import { Backlog } from '../actor/backlog.js';
import type { Clock } from '../actor/broker-settings.js';
import { SupervisedBroker } from '../actor/supervised-broker.js';
import { brokerOptions } from './broker-options.js';
import type { LeaseHolder, LeaseKeeper } from './lease-keeper.js';
import type { Taken } from './takeover.js';
import type { WorkerNodeOptions } from './worker-node.options.js';

interface Tenancy {
  broker: SupervisedBroker;
  holder: LeaseHolder;
  /** It is on its way out. */
  leaving?: Promise<void>;
}

export interface TenanciesOptions {
  node: WorkerNodeOptions;
  clock: Clock;
  liveness: LivenessBudget;
  keeper: LeaseKeeper;
  /** A streamer is gone from here. */
  onGone(): void;
  onError(what: string, error: unknown): void;
}

/** Streamers that are this node's: for each a broker, and the lease under which it writes. */
export class Tenancies {
  private readonly all = new Map<string, Tenancy>();
  /** What is wrong with all connections of this node. */
  private readonly concerns = new Set<BrokerConcern>();
  private readonly backlog = new Backlog();

  constructor(private readonly options: TenanciesOptions) {}

  get size(): number {
    return this.all.size;
  }

  /** Of the broker that runs here; undefined when none does. */
  generationOf(streamerId: string): number | undefined {
    return this.all.get(streamerId)?.broker.generation;
  }

  /** How many brokers are in each phase. */
  phases(): Map<string, number> {
    const phases = new Map<string, number>();
    for (const { broker } of this.all.values()) phases.set(broker.phase, (phases.get(broker.phase) ?? 0) + 1);
    return phases;
  }

  tick(): void {
    for (const { broker } of this.all.values()) broker.tick();
  }

  /** False when the streamer is not here. */
  nudge(streamerId: string): boolean {
    const tenancy = this.all.get(streamerId);
    tenancy?.broker.nudge();
    return tenancy !== undefined;
  }

  /** Tells every broker, present and future, that something became wrong, or right again. */
  concern(concern: BrokerConcern, on: boolean): void {
    if (on) this.concerns.add(concern);
    else this.concerns.delete(concern);
    for (const { broker } of this.all.values()) broker.concern(concern, on);
  }

  /** Begins to serve a streamer whose lease was got at `acquiredAt`, in place of an earlier generation. */
  settle(assignment: BrokerAssignment, acquiredAt: number, taken?: Taken): void {
    const { node, clock, liveness, keeper } = this.options;
    const { streamerId, generation } = assignment;
    const before = this.all.get(streamerId);
    if (before) this.dismiss(before);
    const broker: SupervisedBroker = new SupervisedBroker({
      ...brokerOptions(node, clock, assignment, taken, this.backlog),
      liveness,
      reacquire: () => keeper.reacquire(holder),
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
    this.all.set(streamerId, tenancy);
    keeper.keep(holder, acquiredAt);
    node.observer?.onAssigned?.(streamerId, generation);
    for (const concern of this.concerns) broker.concern(concern, true);
    broker.begin();
  }

  /** Ends this generation and frees its lease. False when it does not run here. */
  async end(streamerId: string, generation: number): Promise<boolean> {
    const tenancy = this.all.get(streamerId);
    if (!tenancy || tenancy.holder.generation !== generation) return false;
    await this.leave(tenancy);
    return true;
  }

  /** Ends everything that is here and frees its leases. Never rejects. */
  async endAll(): Promise<void> {
    await Promise.all([...this.all.values()].map((tenancy) => this.leave(tenancy)));
  }

  /** Gives the streamer to the node that asks for it, or frees its lease for anyone. Never rejects. */
  private leave(tenancy: Tenancy): Promise<void> {
    tenancy.leaving ??= this.handOver(tenancy)
      .catch((error: unknown) => this.options.onError('handing a streamer over', error))
      .finally(() => {
        this.remove(tenancy);
        this.options.onGone();
      });
    return tenancy.leaving;
  }

  private async handOver({ broker, holder }: Tenancy): Promise<void> {
    const { nodeId, leases, observer } = this.options.node;
    const { streamerId, generation } = holder;
    const complete = await broker.stop();
    this.options.keeper.forget(holder);
    const owner = { nodeId, generation };
    if ((await leases.handOver(streamerId, owner, complete)) === 'unwanted') await leases.release(streamerId, owner);
    observer?.onReleased?.(streamerId, generation, 'handed-over');
  }

  private lose(tenancy: Tenancy): void {
    const { streamerId, generation } = tenancy.holder;
    if (this.all.get(streamerId) !== tenancy) return;
    this.dismiss(tenancy);
    if (!tenancy.leaving) this.options.node.observer?.onReleased?.(streamerId, generation, 'lost');
    this.options.onGone();
  }

  private dismiss(tenancy: Tenancy): void {
    tenancy.broker.abandon();
    this.remove(tenancy);
  }

  private remove(tenancy: Tenancy): void {
    this.options.keeper.forget(tenancy.holder);
    if (this.all.get(tenancy.holder.streamerId) === tenancy) this.all.delete(tenancy.holder.streamerId);
  }
}
