import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testEnvironment } from '../../../../test/support/services/test-environment.js';
import { createRedis, type RedisConnection } from '../connection.js';
import { RedisSupervisorBoard } from './redis-supervisor-board.js';

let redis: RedisConnection;
beforeAll(() => {
  redis = createRedis({ kind: 'single', url: testEnvironment.redisUrl() }, 'board-test');
});
afterAll(() => redis.quit());

it('shows everybody, with the time since they spoke, until they leave or are forgotten', async () => {
  const board = new RedisSupervisorBoard(redis);
  const [one, other] = [randomUUID(), randomUUID()];
  await board.exchange({ id: one, upMs: 5, parts: { supervisor: true } });
  await new Promise((resolve) => setTimeout(resolve, 30));
  const seen = await board.exchange({ id: other, upMs: 6, parts: {} });
  const find = (list: typeof seen, id: string) => list.find(({ report }) => report.id === id);
  expect(find(seen, one)?.report.parts).toEqual({ supervisor: true });
  expect(find(seen, one)!.ageMs).toBeGreaterThanOrEqual(25);
  expect(find(seen, other)!.ageMs).toBeLessThan(25);

  const forgetful = new RedisSupervisorBoard(redis, 20);
  expect(find(await forgetful.exchange({ id: other, upMs: 7, parts: {} }), one)).toBeUndefined();
  await board.remove(other);
  expect(find(await board.exchange({ id: one, upMs: 8, parts: {} }), other)).toBeUndefined();
  await board.remove(one);
});
