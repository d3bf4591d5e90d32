import { once } from 'node:events';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { TestRedis } from '../../../test/support/services/test-redis.js';
import { createRedis, type RedisConnection } from './connection.js';
import { subscribeUntilHeard } from './subscribe-until-heard.js';

let server: TestRedis;
let operator: RedisConnection;
let password: string;
let told: string[];
const opened: RedisConnection[] = [];
const tell = (error: unknown) => void told.push(String(error));

beforeEach(async () => {
  server = await TestRedis.start();
  password = decodeURIComponent(new URL(server.url).password);
  operator = open('operator', 'commands');
  await operator.ping();
  told = [];
});
afterEach(async () => {
  for (const connection of opened.splice(0)) connection.disconnect();
  await server[Symbol.asyncDispose]();
});

function open(name: string, use: 'commands' | 'subscriber'): RedisConnection {
  const connection = createRedis({ kind: 'single', url: server.url }, name, use);
  connection.on('error', () => undefined);
  opened.push(connection);
  return connection;
}

/** Handshakes fail from now on; who is connected stays. */
const refuse = async () => void (await operator.call('CONFIG', 'SET', 'requirepass', 'another'));
const letIn = async () => void (await operator.call('CONFIG', 'SET', 'requirepass', password));
const listeners = async () => await operator.publish('news', 'x');

it('holds although Redis refused the first handshakes, and comes back after outages and refusals', async () => {
  await refuse();
  const subscriber = open('subscriber', 'subscriber');
  let heard: boolean | undefined;
  const asked = subscribeUntilHeard(subscriber, ['news', 'more'], tell).then((done) => (heard = done));
  await expect.poll(() => told.length).toBe(1);
  await once(subscriber, 'error');
  expect([heard, told]).toEqual([undefined, [expect.stringContaining('WRONGPASS')]]);
  await letIn();
  expect(await asked).toBe(true);
  expect(await listeners()).toBe(1);
  expect(told).toHaveLength(1);

  await refuse();
  await operator.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
  await once(subscriber, 'error');
  expect(await listeners()).toBe(0);
  await letIn();
  await expect.poll(listeners).toBe(1);

  await server.kill();
  await server.restart();
  await expect.poll(async () => await listeners().catch(() => 0)).toBe(1);
});

it('ends with the connection, and tells nobody that it was closed', async () => {
  const subscriber = open('subscriber', 'subscriber');
  const asked = subscribeUntilHeard(subscriber, ['news'], tell);
  subscriber.disconnect();
  expect([await asked, told]).toEqual([false, []]);
});
