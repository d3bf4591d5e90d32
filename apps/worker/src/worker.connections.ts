import type { Logger } from '#libs/observability';
import { createRedis, type RedisConnection, type RedisTarget } from '#libs/redis';

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
  for (const connection of Object.values(connections)) {
    connection.on('error', (error: Error) => logger.warn({ err: error }, 'Redis is out of reach'));
  }
  return connections;
}
