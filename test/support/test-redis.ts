import { createRedis, isCluster, type RedisConnection } from '#libs/redis';
import { testEnvironment } from './services/test-environment.js';
import { sharedTestCluster } from './services/test-redis-cluster.js';

/** A connection to the Redis that all tests of this run share: keys carry random ids, so they do not meet. */
export function openTestRedis(use: 'commands' | 'queue' | 'subscriber' = 'commands'): RedisConnection {
  const target = sharedTestCluster()?.target ?? { kind: 'single', url: testEnvironment.redisUrl() };
  return createRedis(target, 'test', use);
}

/** Every key of that pattern, on whichever node. */
export async function keysLike(redis: RedisConnection, pattern: string): Promise<string[]> {
  const nodes = isCluster(redis) ? redis.nodes('master') : [redis];
  return (await Promise.all(nodes.map((node) => node.keys(pattern)))).flat();
}
