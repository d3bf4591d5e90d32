import type { Logger } from '#libs/observability';
import { createRedis, logOutages, type RedisConnection, type RedisTarget } from '#libs/redis';

export interface Connections {
  commands: RedisConnection;
  queue: RedisConnection;
  signing: RedisConnection;
}

/** A worker's connections to Redis. They reconnect by themselves. */
export function connectWorker(target: RedisTarget, logger: Logger): Connections {
  const connections = {
    commands: createRedis(target, 'worker'),
    queue: createRedis(target, 'worker-queue', 'queue'),
    signing: createRedis(target, 'worker-signing', 'subscriber'),
  };
  for (const [name, connection] of Object.entries(connections)) logOutages(connection, logger, name);
  return connections;
}
