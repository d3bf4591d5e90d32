import { createRedis, type RedisConnection, type RedisTarget } from '#libs/redis';

/** The Redis of this test run. Missing infrastructure is a failure, never a skip. */
export function testRedisTarget(): RedisTarget {
  const url = process.env['TEST_REDIS_URL'];
  if (url === undefined) throw new Error('TEST_REDIS_URL is missing. Run the tests with: npm test');
  return { kind: 'single', url };
}

export function openTestRedis(use: 'commands' | 'queue' | 'subscriber' = 'commands'): RedisConnection {
  return createRedis(testRedisTarget(), 'test', use);
}
