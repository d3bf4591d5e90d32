import { createRedis, type RedisConnection } from '#libs/redis';
import { testEnvironment } from './services/test-environment.js';

/** A connection to the Redis that all tests of this run share: keys carry random ids, so they do not meet. */
export function openTestRedis(use: 'commands' | 'queue' | 'subscriber' = 'commands'): RedisConnection {
  return createRedis({ kind: 'single', url: testEnvironment.redisUrl() }, 'test', use);
}
