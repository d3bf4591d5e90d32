import { hostname } from 'node:os';
import { randomBytes } from 'node:crypto';
import {
  Module,
  type BeforeApplicationShutdown,
  type DynamicModule,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { WorkerConfig } from '#config';
import { BullmqAssignmentConsumer } from '#libs/assignments';
import { TikTokLiveSource } from '#libs/live-source';
import { createLogger, Metrics, ObservabilityModule, type Logger } from '#libs/observability';
import {
  createRedis,
  RedisEventLog,
  RedisLeaseStore,
  RedisLivenessBudget,
  RedisNodeRegistry,
  type RedisConnection,
} from '#libs/redis';
import { countedLiveness } from './liveness.metrics.js';
import { WorkerNode } from './node/worker-node.js';
import { registerNodeMetrics, sourceCounters, workerObserver } from './worker.metrics.js';

/** A node that says nothing for this long is not there. */
const NODE_TTL_MS = 5000;

interface Connections {
  commands: RedisConnection;
  queue: RedisConnection;
}

/** Begins to take assignments when the process is up, and hands everything over before it ends. */
export class WorkerLifecycle implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    readonly node: WorkerNode,
    private readonly connections: Connections,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.node.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.node.stop();
    this.connections.queue.disconnect();
    this.connections.commands.disconnect();
  }
}

function connect(config: WorkerConfig, logger: Logger): Connections {
  const connections = {
    commands: createRedis(config.redis, 'worker'),
    queue: createRedis(config.redis, 'worker-queue', 'queue'),
  };
  for (const connection of Object.values(connections)) {
    connection.on('error', (error: Error) => logger.warn({ err: error }, 'Redis is out of reach'));
  }
  return connections;
}

function buildNode(
  config: WorkerConfig,
  nodeId: string,
  connections: Connections,
  { logger, metrics }: { logger: Logger; metrics: Metrics },
): WorkerNode {
  const { commands, queue } = connections;
  const { tiktok, lease, retry, offlinePollMs, offlinePollMaxMs, streakTimeoutMs } = config;
  const quietMs = Math.round(tiktok.silenceMs / 3);
  const node = new WorkerNode({
    nodeId,
    version: config.version,
    capacity: config.capacity,
    lease,
    settings: { retry, offlinePollMs, offlinePollMaxMs, quietMs, streakTimeoutMs },
    liveness: countedLiveness(
      new RedisLivenessBudget(commands, { requestsPerMinute: config.livenessRequestsPerMinute }),
      metrics,
    ),
    source: new TikTokLiveSource({ ...tiktok, counters: sourceCounters(metrics) }),
    log: new RedisEventLog(commands),
    leases: new RedisLeaseStore(commands, { ttlMs: lease.ttlMs }),
    registry: new RedisNodeRegistry(commands, { ttlMs: NODE_TTL_MS }),
    assignments: new BullmqAssignmentConsumer(queue, {
      nodeId,
      onError: (error) => logger.warn({ err: error }, 'An assignment could not be taken'),
      onFailed: (data, error) => logger.error({ err: error, data }, 'An assignment was given up'),
    }),
    observer: workerObserver(metrics, logger),
  });
  registerNodeMetrics(metrics, node);
  return node;
}

@Module({})
export class WorkerModule {
  static forRoot(config: WorkerConfig): DynamicModule {
    const { version, logLevel } = config;
    const nodeId = config.nodeId ?? `${hostname().slice(0, 40)}-${randomBytes(4).toString('hex')}`;
    const logger = createLogger({ role: 'worker', nodeId, version, level: logLevel });
    const metrics = new Metrics({ role: 'worker', node: nodeId, version });
    const connections = connect(config, logger);
    return {
      module: WorkerModule,
      imports: [
        ObservabilityModule.forRoot({
          role: 'worker',
          version,
          logger,
          metrics,
          readiness: { redis: async () => void (await connections.commands.ping()) },
        }),
      ],
      providers: [
        {
          provide: WorkerLifecycle,
          useFactory: () =>
            new WorkerLifecycle(buildNode(config, nodeId, connections, { logger, metrics }), connections),
        },
      ],
    };
  }
}
