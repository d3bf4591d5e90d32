import type { WorkerConfig } from '#config';
import { BullmqAssignmentConsumer } from '#libs/assignments';
import type { DriftFinding } from '#libs/contracts';
import { affectedEvents, type Tracer } from '#libs/domain';
import { allCounters, DriftRecorder, TikTokLiveSource } from '#libs/live-source';
import type { Logger, Metrics } from '#libs/observability';
import {
  RedisDrift,
  RedisEventLog,
  RedisLeaseStore,
  RedisLivenessBudget,
  RedisMoveOffers,
  RedisNodeRegistry,
  type RedisConnection,
} from '#libs/redis';
import { NodeCommandHandler } from './commands/node-command-handler.js';
import { RoomChecks } from './commands/room-checks.js';
import { countedLiveness } from './liveness.metrics.js';
import { LoopWatch } from './node/loop-watch.js';
import { WorkerNode } from './node/worker-node.js';
import { registerBreakerMetrics, signObserver } from './signing/sign.metrics.js';
import { WorkerSigning } from './signing/worker-signing.js';
import { TracedEventLog } from './tracing/traced-event-log.js';
import type { Connections } from './worker.connections.js';
import type { WorkerParts } from './worker.lifecycle.js';
import { commandMetrics, loopObserver, registerNodeMetrics, sourceCounters, workerObserver } from './worker.metrics.js';

/** A node that says nothing for this long is not there. */
const NODE_TTL_MS = 5000;

/** Together less than whoever asks is ready to wait. */
const CHECKS = { patienceMs: 2000, lookMs: 5000, atOnce: 5 };

interface Telling {
  logger: Logger;
  metrics: Metrics;
  tracer?: Tracer | undefined;
}

/** Tells often enough that each span of the judgement has its share. */
function buildDrift(
  { drift }: WorkerConfig,
  redis: RedisConnection,
  onFindings: (findings: readonly DriftFinding[]) => void,
  logger: Logger,
): DriftRecorder {
  const { perKind, maxAgeMs: periodMs } = drift.samples;
  return new DriftRecorder({
    journal: new RedisDrift(redis, drift),
    everyMs: Math.min(5000, Math.max(50, drift.spanMs / 2)),
    samples: { perKind, periodMs },
    onFindings,
    onError: (error) => logger.debug({ err: error }, 'Counts of messages could not be told; they are kept'),
  });
}

function buildNode(
  config: WorkerConfig,
  nodeId: string,
  connections: Connections,
  { loop, signing, drift }: { loop: LoopWatch; signing: WorkerSigning; drift: DriftRecorder },
  { logger, metrics, tracer }: Telling,
): { node: WorkerNode; checks: RoomChecks } {
  const { commands, queue } = connections;
  const { tiktok, lease, moves, retry, offlinePollMs, offlinePollMaxMs, streakTimeoutMs } = config;
  const quietMs = Math.round(tiktok.silenceMs / 3);
  const liveness = countedLiveness(
    new RedisLivenessBudget(commands, { requestsPerMinute: config.livenessRequestsPerMinute }),
    metrics,
  );
  const source = new TikTokLiveSource({
    ...tiktok,
    signing: signing.desk,
    counters: allCounters(sourceCounters(metrics), drift),
    tracer,
  });
  const log = new RedisEventLog(commands);
  const node = new WorkerNode({
    nodeId,
    version: config.version,
    capacity: config.capacity,
    lease,
    moves,
    settings: { retry, offlinePollMs, offlinePollMaxMs, quietMs, streakTimeoutMs },
    liveness,
    source,
    log: tracer ? new TracedEventLog(log, tracer) : log,
    leases: new RedisLeaseStore(commands, { ttlMs: lease.ttlMs }),
    registry: new RedisNodeRegistry(commands, { ttlMs: NODE_TTL_MS }),
    offers: new RedisMoveOffers(commands, { ttlMs: moves.timeoutMs }),
    assignments: new BullmqAssignmentConsumer(queue, {
      nodeId,
      limiter: { max: config.startsPerSecond, durationMs: 1000 },
      onError: (error) => logger.warn({ err: error }, 'An assignment could not be taken'),
      onFailed: (data, error) => logger.error({ err: error, data }, 'An assignment was given up'),
    }),
    observer: workerObserver(metrics, logger),
    loop,
  });
  registerNodeMetrics(metrics, node);
  const onError = (error: unknown) => logger.warn({ err: error }, 'A handle could not be checked');
  const checks = new RoomChecks({ scout: source, budget: liveness, ...CHECKS, onError });
  return { node, checks };
}

/** What the supervisor may ask of a node. */
function buildCommands(
  nodeId: string,
  { node, checks }: { node: WorkerNode; checks: RoomChecks },
  { logger, metrics }: Telling,
): NodeCommandHandler {
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
      'broker.look': async ({ streamerId }) => ({ looked: node.nudge(streamerId) }),
      'room.check': async ({ handle }) => await checks.check(handle),
    },
    onHandled: (command, outcome) => {
      count(command, outcome);
      const level = command === 'broker.look' || command === 'room.check' ? 'debug' : 'info';
      logger[level]({ command, outcome }, 'The supervisor asked something of this node');
    },
    onError: (command, err) => logger.error({ command, err }, 'A command could not be carried out'),
  });
}

function buildSigning(
  config: WorkerConfig,
  nodeId: string,
  connections: Connections,
  { logger, metrics }: Telling,
): WorkerSigning {
  const { commands: redis, signing: subscriber } = connections;
  const observer = signObserver(metrics, logger);
  const onDeaf = (err: unknown) => logger.warn({ err }, 'Pauses of sign calls cannot be heard yet');
  const providers = config.tiktok.signProviders;
  const signing = new WorkerSigning({ nodeId, providers, redis, subscriber, observer, onDeaf });
  registerBreakerMetrics(metrics, signing.desk);
  return signing;
}

/** Everything that works in a worker process, put together. */
export function createWorkerParts(
  config: WorkerConfig,
  nodeId: string,
  connections: Connections,
  telling: Telling,
): WorkerParts {
  const { logger, metrics } = telling;
  const loop = new LoopWatch({
    base: { role: 'worker', nodeId, version: config.version },
    say: logger.isLevelEnabled('error'),
    ...loopObserver(metrics, logger),
  });
  const signing = buildSigning(config, nodeId, connections, telling);
  // What streamers see is less than what happened: their pages and dashboards must not say that all is well.
  const onFindings = (findings: readonly DriftFinding[]) => node.concern('drift', affectedEvents(findings).size > 0);
  const drift = buildDrift(config, connections.commands, onFindings, logger);
  const { node, checks } = buildNode(config, nodeId, connections, { loop, signing, drift }, telling);
  return { node, commands: buildCommands(nodeId, { node, checks }, telling), loop, signing, drift };
}
