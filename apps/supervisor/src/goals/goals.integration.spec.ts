import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { goalDefinitionSchema, goalListSchema, streamerWithKeySchema } from '#libs/contracts';
import { createRedis, RedisReadModelStore } from '#libs/redis';
import { testEnvironment } from '../../../../test/support/services/test-environment.js';
import { TestRedis } from '../../../../test/support/services/test-redis.js';
import { TestSupervisor } from '../../test/test-supervisor.js';

let redis: TestRedis;
let supervisor: TestSupervisor;

beforeAll(async () => {
  redis = await TestRedis.start();
  supervisor = await TestSupervisor.start({ postgresUrl: testEnvironment.databaseUrl(), redisUrl: redis.url });
});
afterAll(async () => {
  await supervisor[Symbol.asyncDispose]();
  await redis[Symbol.asyncDispose]();
});

const call = async (method: string, path: string, body?: unknown) =>
  await supervisor.call(method, `/api/v1${path}`, body);

it('goals are made, changed and deleted, and gateways hear of each change', async () => {
  const answer = await call('POST', '/streamers', { handle: 'goals' });
  const { id: streamerId } = streamerWithKeySchema.parse(await answer.json());
  const path = `/streamers/${streamerId}/goals`;
  const created = await call('POST', path, { metric: 'coins', target: 100, startValue: 5 });
  expect(created.status).toBe(201);
  const goal = goalDefinitionSchema.parse(await created.json());
  expect(goal).toMatchObject({ startValue: 5, baseline: 0, title: '', period: 'all-time', position: 0 });
  await call('POST', path, { metric: 'viewers', target: 10, period: 'session' });

  const connection = createRedis({ kind: 'single', url: redis.url }, 'test');
  const published = async () => (await new RedisReadModelStore(connection).get(streamerId))?.goals;
  expect(await published()).toMatchObject([{ id: goal.id, target: 100 }, { metric: 'viewers' }]);

  const odd = await call('PATCH', `${path}/${goal.id}`, { title: 'New\u0000 mic\n' });
  expect([odd.status, ((await odd.json()) as { title: string }).title]).toEqual([200, 'New  mic']);
  const changed = await call('PATCH', `${path}/${goal.id}`, { target: 7, title: ' Roses ', position: 9 });
  expect(await changed.json()).toMatchObject({ target: 7, title: 'Roses', startValue: 5, baseline: 0 });
  const { items } = goalListSchema.parse(await (await call('GET', path)).json());
  expect(items.map(({ metric }) => metric)).toEqual(['viewers', 'coins']);

  expect((await call('DELETE', `${path}/${goal.id}`)).status).toBe(204);
  expect((await call('DELETE', `${path}/${goal.id}`)).status).toBe(404);
  expect(await published()).toMatchObject([{ metric: 'viewers' }]);
  connection.disconnect();

  expect((await call('PATCH', `${path}/${goal.id}`, { title: 'x' })).status).toBe(404);
  expect((await call('PATCH', `${path}/${goal.id}`, { metric: 'likes' })).status).toBe(400);
  expect((await call('POST', path, { metric: 'coins', target: 0 })).status).toBe(400);
  expect((await call('GET', `/streamers/${randomUUID()}/goals`)).status).toBe(404);
  expect((await call('POST', `/streamers/nobody/goals`, { metric: 'coins', target: 1 })).status).toBe(404);
});
