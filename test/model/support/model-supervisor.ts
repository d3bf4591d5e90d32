import type { ReadModelStore } from '#libs/domain';
import { Metrics, type Logger } from '#libs/observability';
import { PlacementActuator } from '../../../apps/supervisor/src/placement/placement-actuator.js';
import { PlacementLoop } from '../../../apps/supervisor/src/placement/placement-loop.js';
import { PlacementMetrics } from '../../../apps/supervisor/src/placement/placement-metrics.js';
import { PlacementState } from '../../../apps/supervisor/src/placement/placement-state.js';
import { RedisLife } from '../../../apps/supervisor/src/placement/redis-life.js';
import type { SupervisorSettings } from '../../../apps/supervisor/src/supervisor.tokens.js';
import { InMemoryAssignmentQueue } from './in-memory-assignments.js';
import { InMemoryBrokerRepository, type BrokerTable } from './in-memory-broker-repository.js';
import { InMemoryEventLog } from './in-memory-event-log.js';
import { InMemoryLeaseStore } from './in-memory-lease-store.js';
import type { ModelProcess } from './model-process.js';
import { InMemoryMoveOffers, InMemoryNodeRegistry, type ModelRedis } from './model-redis.js';
import type { Network } from './network.js';

/** Collectors of the Node process are costly to set up: all supervisors of all runs share them. */
const metrics = new Metrics({ role: 'model' });

export interface SupervisorSetting {
  leaseTtlMs: number;
  settleMs: number;
  placement: SupervisorSettings['placement'];
  /** A defect that the loop met and logged as none of its dependencies' doing. */
  onDefect(error: unknown): void;
  life?: (client: ConstructorParameters<typeof RedisLife>[0], settleMs: number, marker: () => string) => RedisLife;
}

/** The real placement loop of one supervisor, in a process of the model. */
export class ModelSupervisor {
  readonly life: RedisLife;
  private readonly loop: PlacementLoop;

  constructor(
    readonly process: ModelProcess,
    network: Network,
    redis: ModelRedis,
    brokers: BrokerTable,
    setting: SupervisorSetting,
  ) {
    const carry = <T>(effect: () => T) => network.call(process, 'redis', effect);
    const repository = new InMemoryBrokerRepository(brokers, (effect) => network.call(process, 'postgres', effect));
    const leases = new InMemoryLeaseStore(redis.leases, carry);
    const nodes = new InMemoryNodeRegistry(redis, () => process.world.now, carry);
    const log = new InMemoryEventLog(redis.logs, carry);
    const offers = new InMemoryMoveOffers(redis, () => process.world.now, carry);
    const queue = new InMemoryAssignmentQueue(redis.assignments, process, network);
    const settings = { leaseTtlMs: setting.leaseTtlMs, placement: setting.placement } as SupervisorSettings;
    const logger = loggerOf(setting.onDefect);
    const noReadModels = { remove: () => Promise.resolve() } as unknown as ReadModelStore;
    let marks = 0;
    const marker = () => `${process.name}-${marks++}`;
    const client = {
      get: (key: string) => carry(() => redis.values.get(key) ?? null),
      setnx: (key: string, value: string) =>
        carry(() => {
          if (redis.values.has(key)) return 0;
          redis.values.set(key, value);
          return 1;
        }),
    };
    const make = setting.life ?? ((...parts) => new RedisLife(...parts));
    this.life = make(client, setting.settleMs, marker);
    const state = new PlacementState();
    const actuator = new PlacementActuator(
      ...([repository, leases, queue, offers, log, noReadModels, state, logger, metrics] as const),
    );
    this.loop = process.within(
      () =>
        new PlacementLoop(
          ...([repository, leases, nodes, queue, log] as const),
          ...([this.life, actuator, state, new PlacementMetrics(metrics), settings, logger] as const),
        ),
    );
  }

  start(): void {
    this.process.within(() => this.loop.onApplicationBootstrap());
  }

  /** Somebody used the API of this supervisor. */
  nudge(): void {
    this.process.deliver(() => this.loop.nudge());
  }
}

function loggerOf(onDefect: (error: unknown) => void): Logger {
  const silent = () => undefined;
  const error = (fields: { err?: unknown }) => onDefect(fields.err);
  return { info: silent, warn: silent, debug: silent, error } as unknown as Logger;
}
