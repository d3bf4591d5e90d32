import { afterAll, beforeAll, expect, it } from 'vitest';
import { createRedis } from '#libs/redis';
import { TemporaryDatabase } from '../../libs/persistence/test/temporary-database.js';
import { freePort, RoleProcess, type Role } from '../support/role-process.js';
import { testEnvironment } from '../support/services/test-environment.js';
import { TestRedis } from '../support/services/test-redis.js';

const ROLES: Role[] = ['supervisor', 'worker', 'widget-gateway'];

let database: TemporaryDatabase;
let redis: TestRedis;
const environment = (redisUrl: string) => ({
  DATABASE_URL: database.url,
  REDIS_URL: redisUrl,
  TIKTOK_WEB_URL: 'http://127.0.0.1:9',
  TIKTOK_WEBCAST_URL: 'http://127.0.0.1:9',
  TIKTOK_SIGN_URL: 'http://127.0.0.1:9',
});

beforeAll(async () => {
  [redis, database] = await Promise.all([TestRedis.start(), TemporaryDatabase.create(testEnvironment.databaseUrl())]);
});
afterAll(async () => {
  await Promise.all([redis[Symbol.asyncDispose](), database[Symbol.asyncDispose]()]);
});

async function health(port: number, probe: string): Promise<[number | undefined, string]> {
  const answer = await fetch(`http://127.0.0.1:${port}/health/${probe}`).catch(() => undefined);
  return [answer?.status, (await answer?.text()) ?? ''];
}

it.each(ROLES)('a %s waits for a Redis that comes late, and says so meanwhile', async (role) => {
  await redis.kill();
  const port = await freePort();
  const starting = RoleProcess.start(role, environment(redis.url), port);
  // Its end before Redis is back shows below, in the probes.
  starting.catch(() => undefined);
  await expect.poll(async () => (await health(port, 'live'))[0], { timeout: 20_000 }).toBe(200);
  for (let look = 0; look < 3; look++) {
    const [status, body] = await health(port, 'ready');
    expect([status, body]).toEqual([503, expect.stringContaining('"redis":{"status":"down"}')]);
    expect((await health(port, 'started'))[0]).toBe(503);
  }
  await redis.restart();
  await using ready = await starting;
  expect((await health(port, 'started'))[0]).toBe(200);
  expect(ready.log.match(/Redis is out of reach/g)?.length).toBeLessThan(5);
  if (role === 'worker') {
    expect(ready.log).toContain('Waiting for Redis');
    expect(ready.log).toContain('Redis answers: this node takes streamers');
  }
});

it.each(ROLES)('a %s is ready only when Redis has taken its subscriptions, and asks until then', async (role) => {
  const operator = createRedis({ kind: 'single', url: redis.url }, 'operator');
  await operator.call('ACL', 'SETUSER', 'default', 'resetchannels');
  const port = await freePort();
  const starting = RoleProcess.start(role, environment(redis.url), port);
  try {
    const waits = [503, expect.stringMatching(/"redis":\{"status":"up"\}.*"subscriptions":\{"status":"down"\}/)];
    await expect.poll(() => health(port, 'ready'), { timeout: 20_000 }).toEqual(waits);
  } finally {
    await operator.call('ACL', 'SETUSER', 'default', 'allchannels');
    operator.disconnect();
  }
  await using ready = await starting;
  expect(ready.log).toContain('cannot be heard yet');
});

it('a worker begins when a Redis that answered and refused takes what it writes, and says the reason once', async () => {
  const operator = createRedis({ kind: 'single', url: redis.url }, 'operator');
  const replicas = (least: string) => operator.call('CONFIG', 'SET', 'min-replicas-to-write', least);
  await replicas('1');
  const port = await freePort();
  const starting = RoleProcess.start('worker', environment(redis.url), port);
  starting.catch(() => undefined);
  const refused = async () => Number(/errorstat_NOREPLICAS:count=(\d+)/.exec(await operator.info('errorstats'))?.[1]);
  await expect.poll(refused, { timeout: 20_000 }).toBeGreaterThan(3);
  await replicas('0');
  operator.disconnect();
  await using ready = await starting;
  expect(ready.log.match(/This node could not begin/g)).toHaveLength(1);
  expect(ready.log).toContain('Redis answers: this node takes streamers');
});

it.each(ROLES)('a %s that a late Redis refuses ends and says why, as it does at a start', async (role) => {
  await redis.kill();
  const port = await freePort();
  const wrong = redis.url.replace(/:[^:@]*@/, ':not-the-password@');
  const starting = RoleProcess.start(role, environment(wrong), port);
  const end = expect(starting).rejects.toThrow('Redis refuses the password');
  await expect.poll(async () => (await health(port, 'live'))[0], { timeout: 20_000 }).toBe(200);
  await redis.restart();
  await end;
  await expect.poll(async () => (await health(port, 'live'))[0], { timeout: 10_000 }).toBeUndefined();
});

it.each(ROLES)('a %s that Redis refuses ends at once and says why', async (role) => {
  const wrong = redis.url.replace(/:[^:@]*@/, ':not-the-password@');
  await expect(RoleProcess.start(role, environment(wrong))).rejects.toThrow('Redis refuses the password');
});

it.each(ROLES)('a %s with an address that is none ends at once and names the key', async (role) => {
  await expect(RoleProcess.start(role, environment('localhost:6379'))).rejects.toThrow('REDIS_URL');
});
