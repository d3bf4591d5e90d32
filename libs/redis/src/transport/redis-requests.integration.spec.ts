import { firstValueFrom, timeout } from 'rxjs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TestRedis } from '../../../../test/support/services/test-redis.js';
import { createRedis, type RedisTarget } from '../connection.js';
import { RedisRequestClient } from './redis-request-client.js';
import { RedisRequestServer } from './redis-request-server.js';

let redis: TestRedis;
let target: RedisTarget;
let client: RedisRequestClient;
let answered: string[];
let rejections: unknown[];
const note = (reason: unknown) => void rejections.push(reason);

async function listen(name: string): Promise<RedisRequestServer> {
  const server = new RedisRequestServer(target, name);
  server.addHandler(`ask@${name}`, async (question) => {
    answered.push(`${name}: ${String(question)}`);
    return `${name} heard ${String(question)}`;
  });
  await new Promise<void>((resolve, reject) => {
    void server.listen((error) => (error ? reject(error) : resolve()));
  });
  return server;
}
const ask = (name: string, question: string, ms = 500): Promise<string> =>
  firstValueFrom(client.send<string>(`ask@${name}`, question).pipe(timeout(ms)));

beforeAll(async () => {
  redis = await TestRedis.start();
  target = { kind: 'single', url: redis.url };
  client = new RedisRequestClient(target, 'test');
  [answered, rejections] = [[], []];
  process.on('unhandledRejection', note);
});
afterAll(async () => {
  await client.close();
  await redis[Symbol.asyncDispose]();
  process.off('unhandledRejection', note);
});

it('reaches the one that is asked, comes back after an outage, and keeps nothing for later', async () => {
  const [one, other] = [await listen('one'), await listen('other')];
  await expect.poll(() => ask('one', 'a').catch(String), { timeout: 5000 }).toBe('one heard a');
  await expect.poll(() => ask('other', 'b').catch(String), { timeout: 5000 }).toBe('other heard b');
  expect(answered.filter((line) => line.endsWith('a'))).toEqual(['one: a']);

  await redis.kill();
  for (let nth = 0; nth < 3; nth++) await expect(ask('one', 'lost')).rejects.toThrow();
  // It starts without Redis, and ends without it.
  const late = await listen('late');
  const never = await listen('never');
  await never.close();
  await redis.restart();
  for (const name of ['one', 'other', 'late']) {
    await expect.poll(() => ask(name, 'again').catch(String), { timeout: 10_000 }).toBe(`${name} heard again`);
  }
  expect(answered.filter((line) => line.includes('lost'))).toEqual([]);
  await Promise.all([one, other, late].map((server) => server.close()));
  await expect(ask('one', 'closed', 200)).rejects.toThrow();
  expect(rejections).toEqual([]);
});

it('hears requests although Redis refused it at first, and says since when it does', async () => {
  const operator = createRedis(target, 'operator');
  const setPassword = (word: string) => operator.call('CONFIG', 'SET', 'requirepass', word);
  await setPassword('another');
  const patient = await listen('patient');
  try {
    await expect.poll(() => operator.call('ACL', 'LOG'), { timeout: 10_000 }).not.toEqual([]);
    expect(patient.listening).toBe(false);
  } finally {
    await setPassword(decodeURIComponent(new URL(redis.url).password));
  }
  await expect.poll(() => patient.listening, { timeout: 10_000 }).toBe(true);
  expect(await ask('patient', 'there?', 5000)).toBe('patient heard there?');
  await patient.close();
  operator.disconnect();
});

it('closes although Redis is reached and silent', async () => {
  const server = await listen('silent');
  await expect.poll(() => server.listening, { timeout: 10_000 }).toBe(true);
  const operator = createRedis(target, 'operator');
  await operator.call('CLIENT', 'PAUSE', '60000', 'ALL');
  try {
    await server.close();
  } finally {
    operator.disconnect();
    await redis.kill();
    await redis.restart();
  }
}, 20_000);
