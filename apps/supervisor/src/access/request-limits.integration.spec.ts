import { afterAll, beforeAll, expect, it } from 'vitest';
import { testEnvironment } from '../../../../test/support/services/test-environment.js';
import { TestRedis } from '../../../../test/support/services/test-redis.js';
import { TestSupervisor } from '../../test/test-supervisor.js';

let server: TestRedis;
let supervisor: TestSupervisor;
beforeAll(async () => {
  server = await TestRedis.start();
  const services = { postgresUrl: testEnvironment.databaseUrl(), redisUrl: server.url };
  // An address may make five times as many.
  supervisor = await TestSupervisor.start(services, { API_REQUESTS_PER_MINUTE: '2', TRUSTED_PROXIES: '127.0.0.1' });
  // Until Redis answers, each supervisor counts for itself.
  while ((await fetch(`${supervisor.url}/health/ready`)).status !== 200);
  await statuses('/api/v1/instance', '203.0.113.1');
});
afterAll(async () => {
  await supervisor[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

/** The answers to more requests than an address may make. */
async function statuses(path: string, address: string): Promise<number[]> {
  const found: number[] = [];
  const headers = { 'x-forwarded-for': address, cookie: 'streamshape-session=made-up' };
  for (let index = 0; index < 12; index++) found.push((await fetch(supervisor.url + path, { headers })).status);
  return found;
}

let clients = 1;
it.each([
  ['a route that everybody may call', '/api/v1/instance', 200],
  ['the same, written in another way', '/%61pi/v1/instance', 200],
  ['a route that needs a session', '/api/v1/me', 401],
  ['an address where nothing is', '/api/v1/nothing-here', 401],
])('counts the requests of a stranger to %s', async (_what, path, status) => {
  const found = await statuses(path, `203.0.113.${++clients}`);
  expect(found.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => status));
  expect(found.slice(10)).toEqual([429, 429]);
});
