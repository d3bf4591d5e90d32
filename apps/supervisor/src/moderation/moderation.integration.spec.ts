import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  auditPageSchema,
  MAX_BLOCKED_VIEWERS,
  MAX_BLOCKED_WORDS,
  moderationSchema,
  streamerWithKeySchema,
  type Moderation,
} from '#libs/contracts';
import { createRedis, RedisLivePush, RedisReadModelStore } from '#libs/redis';
import { testEnvironment } from '../../../../test/support/services/test-environment.js';
import { TestRedis } from '../../../../test/support/services/test-redis.js';
import { TestSupervisor } from '../../test/test-supervisor.js';

let server: TestRedis;
let supervisor: TestSupervisor;

beforeAll(async () => {
  server = await TestRedis.start();
  supervisor = await TestSupervisor.start({ postgresUrl: testEnvironment.databaseUrl(), redisUrl: server.url });
});
afterAll(async () => {
  await supervisor[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

it('keeps what a streamer does not want to see, and gateways hear of it at once', async () => {
  const created = await supervisor.call('POST', '/api/v1/streamers', {
    handle: `mod${randomUUID().slice(0, 8)}`,
    enabled: false,
  });
  const { id } = streamerWithKeySchema.parse(await created.json());
  const path = `/api/v1/streamers/${id}/moderation`;
  const read = async () => moderationSchema.parse(await (await supervisor.call('GET', path)).json());
  const put = async (wish: unknown) => await supervisor.call('PUT', path, wish);
  const redis = createRedis({ kind: 'single', url: server.url }, 'test');
  const subscriber = createRedis({ kind: 'single', url: server.url }, 'test', 'subscriber');
  const models = new RedisReadModelStore(redis);
  const told: string[] = [];
  const push = new RedisLivePush(subscriber, () => undefined);
  push.onConfigurationChange((streamerId) => void told.push(streamerId));
  await push.start();

  expect(await read()).toEqual({ words: [], viewers: [] });
  expect(await models.get(id)).not.toHaveProperty('moderation');
  const { rev } = (await models.get(id))!;

  const answer = await put({
    words: [' spoiler ', 'Spoiler', 'b\u0000ad*'],
    viewers: [{ handle: '@Eve' }, { handle: 'eve', id: '7', name: 'Eve' }],
  });
  const wanted = { words: ['Spoiler', 'b ad*'], viewers: [{ handle: 'eve', id: '7', name: 'Eve' }] };
  expect([answer.status, await answer.json()]).toEqual([200, wanted]);
  // Gateways have it when the answer comes; what pages need not know stays here.
  const published = { words: wanted.words, viewers: [{ handle: 'eve', id: '7' }] };
  expect(await models.get(id)).toMatchObject({ rev: rev + 1, moderation: published });
  expect(await redis.hget('{config}:models', id)).not.toContain('Eve');
  await expect.poll(() => told, { timeout: 10_000 }).toEqual([id]);
  expect(await read()).toEqual(wanted);

  const full: Moderation = {
    words: Array.from({ length: MAX_BLOCKED_WORDS }, (_, n) => `${n} ${'w'.repeat(50)}`),
    viewers: Array.from({ length: MAX_BLOCKED_VIEWERS }, (_, n) => ({
      ...{ id: String(n), handle: `${n}${'h'.repeat(50)}`, name: 'ж'.repeat(120) },
    })),
  };
  expect((await put(full)).status).toBe(200);
  const lists = (await models.get(id))!.moderation!;
  expect([lists.words, lists.viewers.length]).toEqual([full.words, MAX_BLOCKED_VIEWERS]);
  for (const odd of [{}, { words: [''], viewers: [] }, { words: [], viewers: [{ handle: ' ' }] }, 'nonsense']) {
    expect((await put(odd)).status).toBe(400);
  }
  expect((await put({ ...full, words: [...full.words, 'one more'] })).status).toBe(400);
  expect((await put({ words: [], viewers: [] })).status).toBe(200);
  expect(await read()).toEqual({ words: [], viewers: [] });
  expect((await supervisor.call('GET', `/api/v1/streamers/${randomUUID()}/moderation`)).status).toBe(404);
  expect((await supervisor.call('PUT', `/api/v1/streamers/${randomUUID()}/moderation`, wanted)).status).toBe(404);
  for (const connection of [redis, subscriber]) connection.disconnect();
});

it('notes that lists changed, and names nobody in a log that keeps everything', async () => {
  const created = await supervisor.call('POST', '/api/v1/streamers', { handle: 'noted', enabled: false });
  const { id } = streamerWithKeySchema.parse(await created.json());
  const put = async (wish: Moderation) =>
    expect((await supervisor.call('PUT', `/api/v1/streamers/${id}/moderation`, wish)).status).toBe(200);
  const eve = { handle: 'eve', id: '7', name: 'Eve' };
  await put({ words: ['spoiler', 'ending'], viewers: [eve] });
  await put({ words: ['spoiler', 'ending'], viewers: [eve] });
  await put({ words: ['spoiler', 'twist'], viewers: [] });
  const answer = await supervisor.call('GET', '/api/v1/admin/audit?action=moderation.changed');
  const items = auditPageSchema.parse(await answer.json()).items.filter(({ subject }) => subject?.id === id);
  expect(items.map(({ detail }) => detail)).toEqual([
    { wordsAdded: 1, wordsRemoved: 1, viewersUnblocked: 1 },
    { wordsAdded: 2, viewersBlocked: 1 },
  ]);
  expect(items[0]).toMatchObject({ actor: { kind: 'operator' }, subject: { kind: 'streamer' }, address: '127.0.0.1' });
  expect(JSON.stringify(items)).not.toMatch(/eve|spoiler/i);
});
