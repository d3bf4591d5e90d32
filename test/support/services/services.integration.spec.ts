import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { expect, it } from 'vitest';
import { testEnvironment } from './test-environment.js';
import { TestPostgres } from './test-postgres.js';
import { TestRedis } from './test-redis.js';

async function withClient<T>(redis: TestRedis, work: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis(redis.url, { maxRetriesPerRequest: 1 });
  try {
    return await work(client);
  } finally {
    client.disconnect();
  }
}

it('gives a test a Redis that can be killed and comes back on its port with its data', async () => {
  await using redis = await TestRedis.start({ appendfsync: 'always' });
  const { port, pid } = redis;
  await withClient(redis, (client) => client.set('kept', 'yes'));
  await redis.kill();
  await redis.restart();
  expect(redis.port).toBe(port);
  expect(redis.pid).not.toBe(pid);
  expect(await withClient(redis, (client) => client.get('kept'))).toBe('yes');
});

it('guards Redis with a password and keeps it from evicting', async () => {
  await using redis = await TestRedis.start();
  const policy = await withClient(redis, (client) => client.config('GET', 'maxmemory-policy'));
  expect(policy).toContain('noeviction');
  const stranger = new Redis({ port: redis.port, host: '127.0.0.1', maxRetriesPerRequest: 0, retryStrategy: null });
  stranger.on('error', () => {}); // the refusal comes with the command too
  await expect(stranger.get('kept')).rejects.toThrow('NOAUTH');
  stranger.disconnect();
});

it('gives a test a PostgreSQL that can be killed and comes back on its port', async () => {
  await using postgres = await TestPostgres.start();
  const { port, pid } = postgres;
  await postgres.kill();
  await postgres.restart();
  expect(postgres.port).toBe(port);
  expect(postgres.pid).not.toBe(pid);
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.destroy();
});

it('leaves nothing of a service that a test has given back', async () => {
  const before = readdirSync(testEnvironment.servicesDir());
  let pid: number;
  {
    await using redis = await TestRedis.start();
    pid = redis.pid;
    const folder = readdirSync(testEnvironment.servicesDir()).find((name) => !before.includes(name));
    expect(readFileSync(join(testEnvironment.servicesDir(), folder ?? '', 'redis.pid'), 'utf8').trim()).toBe(
      String(pid),
    );
  }
  expect(readdirSync(testEnvironment.servicesDir())).toEqual(before);
  expect(existsSync(`/proc/${pid}/fd/0`)).toBe(false);
});
