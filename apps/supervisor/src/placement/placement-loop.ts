import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { SourceStatus } from '#libs/contracts';
import {
  decidePlacement,
  unownedBrokers,
  type AssignmentBacklog,
  type BrokerRecord,
  type BrokerRepository,
  type LeaseStore,
  type NodeRegistry,
  type Owner,
  type PlacementInput,
  type PlacementPlan,
  type StatusReader,
} from '#libs/domain';
import { LOGGER, type Logger } from '#libs/observability';
import { BROKER_REPOSITORY } from '#libs/persistence';
import { DependencyError, OutageLog, using } from '../outage-log.js';
import { RepeatingTask } from '../repeating-task.js';
import { BACKLOG, LEASES, NODES, SETTINGS, STATUS_READER, type SupervisorSettings } from '../supervisor.tokens.js';
import { PlacementActuator } from './placement-actuator.js';
import { PlacementMetrics } from './placement-metrics.js';
import { PlacementState } from './placement-state.js';
import { RedisLife } from './redis-life.js';

const STATUS_INTERVAL_MS = 1000;
const ACTIONS_PER_TICK = 500;

/**
 * Compares what should run with what runs, every tick, and puts it right. It survives the loss of PostgreSQL and of
 * Redis, and several supervisors may run it at once.
 */
@Injectable()
export class PlacementLoop implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly task: RepeatingTask;
  private readonly outage: OutageLog;
  private unassignedSince: ReadonlyMap<string, number> = new Map();
  private statusesDueAt = 0;

  constructor(
    @Inject(BROKER_REPOSITORY) private readonly brokers: BrokerRepository,
    @Inject(LEASES) private readonly leases: LeaseStore,
    @Inject(NODES) private readonly nodes: NodeRegistry,
    @Inject(BACKLOG) private readonly backlog: AssignmentBacklog,
    @Inject(STATUS_READER) private readonly statuses: Pick<StatusReader, 'statuses'>,
    @Inject(RedisLife) private readonly life: RedisLife,
    @Inject(PlacementActuator) private readonly actuator: PlacementActuator,
    @Inject(PlacementState) private readonly state: PlacementState,
    @Inject(PlacementMetrics) private readonly metrics: PlacementMetrics,
    @Inject(SETTINGS) private readonly settings: SupervisorSettings,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.outage = new OutageLog(logger, 'placement');
    this.task = new RepeatingTask(settings.placement.tickMs, () => this.tick(), this.outage.failed.bind(this.outage));
  }

  onApplicationBootstrap(): void {
    this.task.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.task.stop();
  }

  /** Something changed: look at once. */
  nudge(): void {
    this.task.nudge();
  }

  private async tick(): Promise<void> {
    const end = this.metrics.startTick();
    const startedAt = performance.now();
    try {
      const brokers = await using('postgres', this.brokers.list());
      const owners = await using('redis', this.readOwners(brokers));
      const queued = await using('redis', this.readQueued(brokers, owners));
      // After the leases: if they vanish with the rest of Redis between the two reads, this one notices.
      await using('redis', this.life.check());
      const nodes = await using('redis', this.nodes.list());
      await this.refreshStatuses(brokers, owners);
      const plan = this.decide({ brokers, owners, queued, nodes });
      this.unassignedSince = plan.unassignedSince;
      this.state.note({ brokers, owners, nodes, unassignedSince: plan.unassignedSince, now: Date.now() });
      this.metrics.observe(this.state);
      // A process that was frozen must not act on what it saw before.
      const isFresh = performance.now() - startedAt < this.settings.leaseTtlMs / 2;
      if (isFresh) {
        await this.actuator.perform(plan, new Map(brokers.map((broker) => [broker.streamerId, broker])));
        // Only now: rounds that are all too slow place nobody, and somebody has to hear of it.
        this.state.noteCompleted();
      }
      this.outage.succeeded();
      end(isFresh ? 'ok' : 'slow');
    } catch (error) {
      end('failed');
      // A frozen Redis closes no connection, but its leases run out all the same.
      if (error instanceof DependencyError && error.dependency === 'redis') this.life.lost();
      throw error;
    }
  }

  private decide(seen: Pick<PlacementInput, 'brokers' | 'owners' | 'queued' | 'nodes'>): PlacementPlan {
    const { spacingMs, moveTimeoutMs } = this.settings.placement;
    const now = Date.now();
    return decidePlacement({
      ...seen,
      ...{ spacingMs, moveTimeoutMs },
      now,
      statuses: this.state.sourceStatuses,
      holdUntil: now + this.life.holdMs,
      live: this.state.liveStreamers,
      fenced: this.actuator.fenced,
      offered: this.actuator.offered,
      unassignedSince: this.unassignedSince,
      limit: ACTIONS_PER_TICK,
    });
  }

  /** What waits in the queue. A node may take it meanwhile, so owners of the rest are read once more, into `owners`. */
  private async readQueued(brokers: readonly BrokerRecord[], owners: Map<string, Owner>): Promise<Set<string>> {
    const unowned = unownedBrokers(brokers, owners);
    const queued = await this.backlog.waiting(unowned);
    const rest = await this.readOwners(unowned.filter((broker) => !queued.has(broker.streamerId)));
    for (const [streamerId, owner] of rest) owners.set(streamerId, owner);
    return queued;
  }

  private async readOwners(brokers: readonly BrokerRecord[]): Promise<Map<string, Owner>> {
    const ids = brokers.map((broker) => broker.streamerId);
    const found = await this.leases.owners(ids);
    const pairs = ids.map((id, index) => [id, found[index]] as const);
    return new Map(pairs.filter((pair): pair is readonly [string, Owner] => pair[1] !== undefined));
  }

  private async refreshStatuses(brokers: readonly BrokerRecord[], owners: ReadonlyMap<string, Owner>): Promise<void> {
    const now = Date.now();
    if (now < this.statusesDueAt) return;
    const known = new Set(brokers.filter((broker) => broker.desired).map((broker) => broker.streamerId));
    this.state.noteStatuses(await using('redis', this.readStatuses(brokers, owners)), { known, now });
    this.statusesDueAt = now + STATUS_INTERVAL_MS;
  }

  private async readStatuses(brokers: readonly BrokerRecord[], owners: ReadonlyMap<string, Owner>) {
    const ids = brokers.filter((one) => one.desired && owners.has(one.streamerId)).map((one) => one.streamerId);
    const found = await this.statuses.statuses(ids);
    const pairs = ids.map((id, index) => [id, found[index]] as const);
    return new Map(pairs.filter((pair): pair is readonly [string, SourceStatus] => pair[1] !== undefined));
  }
}
