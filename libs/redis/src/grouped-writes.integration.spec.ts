import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { randomUUID } from 'node:crypto';
import { testEnvironment } from '../../../test/support/services/test-environment.js';
import { createRedis } from './connection.js';
import type { GroupingRedis } from './grouped-writes.js';

const redis = createRedis({ kind: 'single', url: testEnvironment.redisUrl() }, 'grouped') as GroupingRedis;
beforeAll(async () => {
  await redis.ping();
});
afterAll(async () => {
  await redis.quit();
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
