import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRedis, RedisSupervisorBoard, type RedisConnection } from '#libs/redis';
import { HeartbeatReceiver } from '../../../../test/support/heartbeat-receiver.js';
import { TestRedis } from '../../../../test/support/services/test-redis.js';
import { testEnvironment } from '../../../../test/support/services/test-environment.js';
import { FakeNode } from '../../test/fake-node.js';
import { TestSupervisor } from '../../test/test-supervisor.js';
import { Heartbeats } from './heartbeats.js';

let receiver: HeartbeatReceiver;
let redis: TestRedis;
let connection: RedisConnection;
let supervisor: TestSupervisor;
let node: FakeNode;
const LEASE_TTL_MS = 500;

beforeAll(async () => {
  receiver = await HeartbeatReceiver.start();
  redis = await TestRedis.start();
  connection = createRedis({ kind: 'single', url: redis.url }, 'heartbeat-test');
  connection.on('error', () => undefined);
  node = await new FakeNode('heart', redis.url, LEASE_TTL_MS).start();
  const services = { postgresUrl: testEnvironment.databaseUrl(), redisUrl: redis.url };
  supervisor = await TestSupervisor.start(services, { ...receiver.environment, HEARTBEAT_INTERVAL_MS: '200' });
});
afterAll(async () => {
  await supervisor[Symbol.asyncDispose]();
  await node.die();
  connection.disconnect();
  await redis[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

describe('heartbeats', () => {
  it('come regularly while supervisor and workers are well, and none of what nobody looks at', async () => {
    await expect.poll(() => receiver.of('supervisor').filter(({ beat }) => beat === 'ok').length).toBeGreaterThan(3);
    await expect.poll(() => receiver.last('workers')).toBe('ok');
    expect(receiver.of('canary')).toEqual([]);
    expect(receiver.of('stripe')).toEqual([]);
  });

  it('tell how the work of another part went, once each time', async () => {
    const heartbeats = supervisor.app.get(Heartbeats);
    heartbeats.report('stripe', false);
    await expect.poll(() => receiver.of('stripe').map(({ beat }) => beat)).toEqual(['fail']);
    heartbeats.report('stripe', true);
    await expect.poll(() => receiver.of('stripe').map(({ beat }) => beat)).toEqual(['fail', 'ok']);
  });

  it('fail while a supervisor is missing, although this one is well, and clear when another started', async () => {
    const board = new RedisSupervisorBoard(connection);
    await board.exchange({ id: 'gone', upMs: 100_000, parts: { supervisor: true } });
    await expect.poll(() => receiver.last('supervisor')).toBe('fail');
    await board.exchange({ id: 'new', upMs: 10, parts: { supervisor: true } });
    await expect.poll(() => receiver.last('supervisor')).toBe('ok');
    await board.remove('new');
    await board.remove('gone');
  });

  it('fail while another supervisor says that its rounds do not end', async () => {
    const board = new RedisSupervisorBoard(connection);
    await board.exchange({ id: 'stuck', upMs: 10, parts: { supervisor: false } });
    await expect.poll(() => receiver.last('supervisor')).toBe('fail');
    await board.remove('stuck');
    await expect.poll(() => receiver.last('supervisor')).toBe('ok');
  });

  it('of the workers fail without any, and clear', async () => {
    await node.die();
    await expect.poll(() => receiver.last('workers')).toBe('fail');
    expect(receiver.last('supervisor')).toBe('ok');
    node = await new FakeNode('heart', redis.url, LEASE_TTL_MS).start();
    await expect.poll(() => receiver.last('workers')).toBe('ok');
  });

  it('that do not get through are logged once, without the address, and go on', async () => {
    receiver.status = 500;
    const lost = () => supervisor.lines.filter((line) => line.includes('did not get through'));
    await expect.poll(() => lost().length).toBeGreaterThanOrEqual(1);
    receiver.status = 200;
    await expect.poll(() => supervisor.lines.some((line) => line.includes('get through again'))).toBe(true);
    expect(supervisor.lines.join('')).not.toContain(receiver.url);
    const metrics = await (await fetch(`${supervisor.url}/metrics`)).text();
    expect(metrics).toMatch(/streamshape_heartbeats_sent_total\{part="supervisor",outcome="lost"/);
  });
});
