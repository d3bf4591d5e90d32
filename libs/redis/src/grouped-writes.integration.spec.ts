import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { randomUUID } from 'node:crypto';
import { testEnvironment } from '../../../test/support/services/test-environment.js';
import { createRedis } from './connection.js';
import type { GroupingRedis } from './grouped-writes.js';

const redis = createRedis({ kind: 'single', url: testEnvironment.redisUrl() }, 'grouped') as GroupingRedis;
beforeAll(async () => {
  await redis.ping();
});
afterEach(() => {
  vi.restoreAllMocks();
});
afterAll(async () => {
  await redis.quit();
});

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('calls while answers are outstanding', () => {
  it('share writes that are two milliseconds apart', async () => {
    const write = vi.spyOn(redis.stream, 'uncork');
    const begun = performance.now();
    const answers: Promise<string>[] = [];
    for (let n = 0; n < 400; n++) {
      answers.push(redis.echo(String(n)));
      await turn();
    }
    const tookMs = performance.now() - begun;
    expect(await Promise.all(answers)).toEqual(answers.map((_, n) => String(n)));
    // Each moment without anything outstanding lets one go at once, so there are two in two milliseconds at most.
    expect(write.mock.calls.length).toBeLessThan(Math.min(200, tookMs + 4));
  });

  it('keep nobody waiting who asks one thing after another', async () => {
    const timers = vi.spyOn(globalThis, 'setTimeout');
    for (let n = 0; n < 20; n++) await redis.ping();
    expect(timers.mock.calls.filter(([, ms]) => ms === 2)).toEqual([]);
  });
});

describe('calls of one turn', () => {
  it('go out in one write, and are answered each for itself and in order', async () => {
    const key = `grouped:${randomUUID()}`;
    const writes = vi.spyOn(redis.stream as unknown as { _writev: () => void }, '_writev');
    const single = vi.spyOn(redis.stream as unknown as { _write: () => void }, '_write');
    const answers = await Promise.allSettled([
      redis.incr(key),
      redis.lpush(key, 'not a list'),
      redis.incr(key),
      redis.pexpire(key, 1000),
    ]);
    expect(answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : 'refused'))).toEqual([
      1,
      'refused',
      2,
      1,
    ]);
    expect([writes.mock.calls.length, single.mock.calls.length]).toEqual([1, 0]);
  });

  it('are sent when the connection is lost and comes back', async () => {
    redis.stream.destroy();
    await expect.poll(() => redis.ping().catch(() => undefined)).toBe('PONG');
  });

  it('are sent before the connection is closed by us', async () => {
    const key = `grouped:${randomUUID()}`;
    const other = createRedis({ kind: 'single', url: testEnvironment.redisUrl() }, 'grouped-end');
    await other.ping();
    void other.set(key, 'sent', 'PX', 5000);
    await other.quit();
    expect(await redis.get(key)).toBe('sent');
  });
});
