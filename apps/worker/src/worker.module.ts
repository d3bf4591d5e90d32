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
import { allCounters, DriftRecorder, TikTokLiveSource } from '#libs/live-source';
import { createLogger, Metrics, ObservabilityModule, type Logger } from '#libs/observability';
import {
  createRedis,
  RedisDrift,
  RedisEventLog,
  RedisLeaseStore,
  RedisMoveOffers,
  RedisNodeRegistry,
  type RedisConnection,
} from '#libs/redis';
import { NodeCommandHandler } from './commands/node-command-handler.js';
import { LoopWatch } from './node/loop-watch.js';
import { WorkerNode } from './node/worker-node.js';
import { registerBreakerMetrics, signObserver } from './signing/sign.metrics.js';
import { WorkerSigning } from './signing/worker-signing.js';
import { commandMetrics, loopObserver, registerNodeMetrics, sourceCounters, workerObserver } from './worker.metrics.js';

/** A node that says nothing for this long is not there. */
const NODE_TTL_MS = 5000;

interface Telling {
  logger: Logger;
  metrics: Metrics;
}

interface Connections {
  commands: RedisConnection;
  queue: RedisConnection;
  signing: RedisConnection;
}

/** Begins to take assignments when the process is up, and hands everything over before it ends. */
export class WorkerLifecycle implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    readonly node: WorkerNode,
    readonly commands: NodeCommandHandler,
    private readonly loop: LoopWatch,
    private readonly connections: Connections,
    private readonly signing: WorkerSigning,
    private readonly drift: DriftRecorder,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.loop.start();
    this.signing.start();
    await this.node.start();
    this.drift.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.node.stop();
    await this.drift.stop();
    await this.loop.stop();
    this.signing.stop();
    this.connections.signing.disconnect();
    this.connections.queue.disconnect();
    this.connections.commands.disconnect();
  }
}

function connect(config: WorkerConfig, logger: Logger): Connections {
  const connections = {
    commands: createRedis(config.redis, 'worker'),
    queue: createRedis(config.redis, 'worker-queue', 'queue'),
    signing: createRedis(config.redis, 'worker-signing', 'subscriber'),
  };
  for (const connection of Object.values(connections)) {
    connection.on('error', (error: Error) => logger.warn({ err: error }, 'Redis is out of reach'));
  }
  return connections;
}

/** Tells often enough that each span of the judgement has its share. */
function buildDrift({ drift }: WorkerConfig, redis: RedisConnection, logger: Logger): DriftRecorder {
  const { perKind, maxAgeMs: periodMs } = drift.samples;
  return new DriftRecorder({
    journal: new RedisDrift(redis, drift),
    everyMs: Math.min(5000, Math.max(50, drift.spanMs / 2)),
    samples: { perKind, periodMs },
    onError: (error) => logger.debug({ err: error }, 'Counts of messages could not be told; they are kept'),
  });
}

function buildNode(
  config: WorkerConfig,
  nodeId: string,
  connections: Connections,
  { loop, signing, drift }: { loop: LoopWatch; signing: WorkerSigning; drift: DriftRecorder },
  { logger, metrics }: Telling,
): WorkerNode {
  const { commands, queue } = connections;
  const { tiktok, lease, moves, retry, offlinePollMs, streakTimeoutMs } = config;
  const node = new WorkerNode({
    nodeId,
    version: config.version,
    capacity: config.capacity,
    lease,
    moves,
    settings: { retry, offlinePollMs, streakTimeoutMs },
    source: new TikTokLiveSource({
      ...tiktok,
      signing: signing.desk,
      counters: allCounters(sourceCounters(metrics), drift),
    }),
    log: new RedisEventLog(commands),
    leases: new RedisLeaseStore(commands, { ttlMs: lease.ttlMs }),
    registry: new RedisNodeRegistry(commands, { ttlMs: NODE_TTL_MS }),
    offers: new RedisMoveOffers(commands, { ttlMs: moves.timeoutMs }),
    assignments: new BullmqAssignmentConsumer(queue, {
      nodeId,
      onError: (error) => logger.warn({ err: error }, 'An assignment could not be taken'),
      onFailed: (data, error) => logger.error({ err: error, data }, 'An assignment was given up'),
    }),
    observer: workerObserver(metrics, logger),
    loop,
  });
  registerNodeMetrics(metrics, node);
  return node;
}

/** What the supervisor may ask of a node. */
function buildCommands(nodeId: string, node: WorkerNode, { logger, metrics }: Telling): NodeCommandHandler {
  const count = commandMetrics(metrics);
  return new NodeCommandHandler({
    nodeId,
    actions: {
      'node.drain': async () => {
        await node.drainAsOperator();
        return node.describe();
      },
      'node.resume': async () => {
        await node.resume();
        return node.describe();
      },
      'broker.restart': async ({ streamerId, generation }) => ({ ended: await node.end(streamerId, generation) }),
    },
    onHandled: (command, outcome) => {
      count(command, outcome);
      logger.info({ command, outcome }, 'The operator asked something of this node');
    },
    onError: (command, err) => logger.error({ command, err }, 'A command could not be carried out'),
  });
}

function buildLifecycle(
  config: WorkerConfig,
  nodeId: string,
  connections: Connections,
  telling: Telling,
): WorkerLifecycle {
  const { logger, metrics } = telling;
  const loop = new LoopWatch({
    base: { role: 'worker', nodeId, version: config.version },
    say: logger.isLevelEnabled('error'),
    ...loopObserver(metrics, logger),
  });
  const signing = buildSigning(config, nodeId, connections, telling);
  const drift = buildDrift(config, connections.commands, logger);
  const node = buildNode(config, nodeId, connections, { loop, signing, drift }, telling);
  return new WorkerLifecycle(node, buildCommands(nodeId, node, telling), loop, connections, signing, drift);
}

function buildSigning(
  config: WorkerConfig,
  nodeId: string,
  connections: Connections,
  { logger, metrics }: Telling,
): WorkerSigning {
  const { commands: redis, signing: subscriber } = connections;
  const observer = signObserver(metrics, logger);
  const signing = new WorkerSigning({ nodeId, providers: config.tiktok.signProviders, redis, subscriber, observer });
  registerBreakerMetrics(metrics, signing.desk);
  return signing;
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
          useFactory: () => buildLifecycle(config, nodeId, connections, { logger, metrics }),
        },
      ],
    };
  }
}
