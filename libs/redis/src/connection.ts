import { Cluster, Redis } from 'ioredis';
import { openCluster, type ClusterTarget } from './cluster/open-cluster.js';
import { GroupingRedis } from './grouped-writes.js';

/** Where Redis is: one server or a cluster. */
export type RedisTarget = { kind: 'single'; url: string } | ({ kind: 'cluster' } & ClusterTarget);

export type RedisConnection = Redis | Cluster;

/**
 * `commands`: fails a call after a few seconds, so that the caller decides about a retry.
 * `queue`: waits for ever, as BullMQ demands. `subscriber`: only listens.
 */
export type ConnectionUse = 'commands' | 'queue' | 'subscriber';

const COMMAND_TIMEOUT_MS = 3000;

function reconnectDelay(attempt: number): number {
  return Math.min(1000, 50 * 2 ** Math.min(attempt, 5)) * (0.5 + Math.random() / 2);
}

/**
 * Opens a connection that reconnects by itself within about a second of Redis' return.
 * The caller listens to `error` and closes it with `quit()` or `disconnect()`.
 */
export function createRedis(
  target: RedisTarget,
  name: string,
  use: ConnectionUse = 'commands',
  /** True: connects when it is told to, or with the first command. */
  lazyConnect = false,
): RedisConnection {
  const options = {
    connectionName: name.replaceAll(/[^\w.-]/g, '-'),
    retryStrategy: reconnectDelay,
    connectTimeout: 5000,
    ...(use === 'commands'
      ? { commandTimeout: COMMAND_TIMEOUT_MS, maxRetriesPerRequest: 1, autoResendUnfulfilledCommands: false }
      : { maxRetriesPerRequest: null }),
  };
  if (target.kind === 'single') {
    const Connection = use === 'commands' ? GroupingRedis : Redis;
    return new Connection(target.url, { ...options, lazyConnect });
  }
  return openCluster(target, options, {
    reconnectDelay,
    subscriber: use === 'subscriber',
    lazyConnect,
    ...(use === 'commands' ? { commandTimeoutMs: COMMAND_TIMEOUT_MS } : {}),
  });
}

/** Sharded channels are what a cluster needs; a single server of any version knows plain ones. */
export function isCluster(connection: RedisConnection): connection is Cluster {
  return connection instanceof Cluster;
}
