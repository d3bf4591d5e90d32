import { afterAll, beforeAll, expect, it } from 'vitest';
import { TestRedis } from '../../../../test/support/services/test-redis.js';
import { createRedis, RedisThrottle, type RedisConnection } from '../index.js';

let server: TestRedis;
let redis: RedisConnection;
beforeAll(async () => {
  server = await TestRedis.start();
  redis = createRedis({ kind: 'single', url: server.url }, 'test');
  redis.on('error', () => undefined);
  await redis.ping();
});
afterAll(async () => {
  redis.disconnect();
  await server[Symbol.asyncDispose]();
});

const rule = (name: string, points = 3) => ({ name, points, seconds: 60 });

it('counts for all processes together, by key, and says when there is room again', async () => {
  const [one, other] = [new RedisThrottle(redis, 's'), new RedisThrottle(redis, 's')];
  expect(await one.take(rule('a'), 'k')).toBeUndefined();
  expect(await other.take(rule('a'), 'k')).toBeUndefined();
  expect(await one.take(rule('a'), 'k')).toBeUndefined();
  const wait = await other.take(rule('a'), 'k');
  expect(wait).toBeGreaterThan(50_000);
  expect(wait).toBeLessThanOrEqual(60_000);
  expect(await one.take(rule('a'), 'another key')).toBeUndefined();
  expect(await one.take(rule('b'), 'k')).toBeUndefined();
  await one.forgive(rule('a'), 'k');
  expect(await other.take(rule('a'), 'k')).toBeUndefined();
});

it('keeps keys out of Redis and multiplies limits', async () => {
  const throttle = new RedisThrottle(redis, 's', 2);
  for (let n = 0; n < 6; n++) expect(await throttle.take(rule('c'), 'name@example.org')).toBeUndefined();
  expect(await throttle.take(rule('c'), 'name@example.org')).toBeGreaterThan(0);
  expect((await redis.keys('*')).join(' ')).not.toContain('example');
});

it('goes on counting by itself while Redis is away', async () => {
  const away = createRedis({ kind: 'single', url: 'redis://127.0.0.1:1' }, 'away');
  away.on('error', () => undefined);
  const throttle = new RedisThrottle(away, 's');
  for (let n = 0; n < 3; n++) expect(await throttle.take(rule('d'), 'k')).toBeUndefined();
  expect(await throttle.take(rule('d'), 'k')).toBeGreaterThan(0);
  away.disconnect();
});
