import { randomUUID } from 'node:crypto';
import { BullmqAssignmentQueue, BullmqFailedJobs } from '#libs/assignments';
import type { EventLogHistory, TestRunStore } from '#libs/domain';
import type {
  AlertMarks,
  AssignmentBacklog,
  AssignmentQueue,
  DriftBook,
  EventLogEraser,
  EventLogReader,
  EventLogWriter,
  FailedJobs,
  HabitStore,
} from '#libs/domain';
import type { LeaseStore, MoveOffers, WidgetControls } from '#libs/domain';
import type {
  NodeRegistry,
  Outbox,
  PagePresence,
  ProjectionStore,
  ReadModelStore,
  SignBudgetReader,
  StatusReader,
  Throttle,
  SupervisorBoard,
  ViewerFootprints,
} from '#libs/domain';
import type { Logger } from '#libs/observability';
import {
  createRedis,
  isCluster,
  logOutages,
  redisAnswers,
  untilRedisAnswers,
  RedisAlertMarks,
  RedisDrift,
  RedisEventLog,
  RedisHabitStore,
  RedisLeaseStore,
  RedisLogHistory,
  RedisMoveOffers,
  RedisNodeRegistry,
  RedisOutbox,
  RedisPagePresence,
  RedisProjections,
  RedisReadModelStore,
  RedisRequestClient,
  RedisThrottle,
  RedisSignBudgetReader,
  RedisTestRuns,
  RedisSupervisorBoard,
  RedisViewerFootprints,
  RedisWidgetControls,
  ShardMarkers,
  type RedisConnection,
  type RedisDriftOptions,
  type RedisTarget,
} from '#libs/redis';
import { RedisLife } from './placement/redis-life.js';

/** Everything that the supervisor does through Redis. */
export interface RedisPorts {
  leases: LeaseStore;
  nodes: NodeRegistry;
  eventLog: Pick<EventLogWriter, 'reportStatus'> & EventLogEraser & StatusReader;
  readModels: ReadModelStore;
  alerts: Pick<EventLogReader, 'snapshot'>;
  alertMarks: AlertMarks;
  widgetControls: WidgetControls;
  logHistory: EventLogHistory;
  testRuns: TestRunStore;
  assignments: AssignmentQueue & AssignmentBacklog;
  failedJobs: FailedJobs;
  offers: MoveOffers;
  outbox: Outbox;
  projections: ProjectionStore;
  habits: HabitStore;
  signBudget: SignBudgetReader;
  drift: DriftBook;
  throttle: Throttle;
  pagePresence: PagePresence;
  supervisors: SupervisorBoard;
  viewers: ViewerFootprints;
  life: RedisLife;
  /** Asks other processes. */
  requests: RedisRequestClient;
  /** Rejects when Redis answers that user or password are wrong; that it is away is no reason. */
  assertNotRefused(): Promise<void>;
  /** Resolves when Redis answers, however late, or this is closed. Rejects when user or password are wrong. */
  untilAnswers(): Promise<void>;
  /** Rejects while Redis is out of reach. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** How long after its return Redis is given for owners to renew, beyond the time to live of a lease. */
const SETTLE_MARGIN_MS = 1000;
const RECLAIM_AFTER_MS = 30_000;

async function closeConnection(connection: RedisConnection): Promise<void> {
  const { status } = connection;
  if (status === 'ready') await connection.quit().catch(() => connection.disconnect());
  else connection.disconnect();
}

/** Opens the supervisor's connections. They connect by themselves, now or when Redis is there. */
export function openRedisPorts(
  target: RedisTarget,
  options: {
    leaseTtlMs: number;
    moveTimeoutMs: number;
    drift: RedisDriftOptions;
    throttle: { secret: string; factor: number };
    logger: Logger;
  },
): RedisPorts {
  const { leaseTtlMs, moveTimeoutMs, drift, throttle, logger } = options;
  const redis = createRedis(target, 'supervisor', 'commands');
  const queueConnection = createRedis(target, 'supervisor-assignments', 'commands');
  logOutages(redis, logger, 'commands');
  logOutages(queueConnection, logger, 'assignments');
  const requests = new RedisRequestClient(target, 'supervisor');
  const life = new RedisLife(
    isCluster(redis) ? new ShardMarkers(redis) : redis,
    leaseTtlMs + SETTLE_MARGIN_MS,
    randomUUID,
  );
  redis.on('close', () => life.lost());
  // Connection trouble is logged above; the queue repeats it.
  const assignments = new BullmqAssignmentQueue(queueConnection, (err) => logger.debug({ err }, 'assignment queue'));
  const failedJobs = new BullmqFailedJobs(queueConnection, (err) => logger.debug({ err }, 'failed jobs'));
  return {
    leases: new RedisLeaseStore(redis, { ttlMs: leaseTtlMs }),
    nodes: new RedisNodeRegistry(redis, { ttlMs: leaseTtlMs }),
    eventLog: new RedisEventLog(redis),
    readModels: new RedisReadModelStore(redis),
    alerts: new RedisEventLog(redis),
    alertMarks: new RedisAlertMarks(redis),
    widgetControls: new RedisWidgetControls(redis),
    logHistory: new RedisLogHistory(redis),
    testRuns: new RedisTestRuns(redis),
    assignments,
    failedJobs,
    offers: new RedisMoveOffers(redis, { ttlMs: moveTimeoutMs }),
    projections: new RedisProjections(redis),
    habits: new RedisHabitStore(redis),
    signBudget: new RedisSignBudgetReader(redis),
    supervisors: new RedisSupervisorBoard(redis),
    viewers: new RedisViewerFootprints(redis),
    drift: new RedisDrift(redis, drift),
    throttle: new RedisThrottle(redis, throttle.secret, throttle.factor),
    pagePresence: new RedisPagePresence(redis),
    outbox: new RedisOutbox(redis, {
      consumer: 'supervisor',
      reclaimAfterMs: RECLAIM_AFTER_MS,
      onBadEntry: (err) => logger.error({ err }, 'A ledger entry was passed over'),
    }),
    life,
    requests,
    assertNotRefused: async () => void (await redisAnswers(redis)),
    untilAnswers: () => untilRedisAnswers(redis),
    ping: async () => void (await redis.ping()),
    close: async () => {
      await Promise.all([assignments.close(), failedJobs.close()]);
      await Promise.all([closeConnection(redis), closeConnection(queueConnection), requests.close()]);
    },
  };
}
