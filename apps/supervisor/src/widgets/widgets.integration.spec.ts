import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  problemSchema,
  streamerWithKeySchema,
  WIDGET_TYPES,
  widgetListSchema,
  widgetTypeListSchema,
  widgetViewSchema,
} from '#libs/contracts';
import { createRedis, RedisReadModelStore } from '#libs/redis';
import { testEnvironment } from '../../../../test/support/services/test-environment.js';
import { TestRedis } from '../../../../test/support/services/test-redis.js';
import { TestSupervisor } from '../../test/test-supervisor.js';

let redis: TestRedis;
let supervisor: TestSupervisor;
let connection: ReturnType<typeof createRedis>;
let streamerId: string;
let serial = 0;

beforeAll(async () => {
  redis = await TestRedis.start();
  supervisor = await TestSupervisor.start({ postgresUrl: testEnvironment.databaseUrl(), redisUrl: redis.url });
  connection = createRedis({ kind: 'single', url: redis.url }, 'test');
});
afterAll(async () => {
  connection.disconnect();
  await supervisor[Symbol.asyncDispose]();
  await redis[Symbol.asyncDispose]();
});
beforeEach(async () => {
  const answer = await supervisor.call('POST', '/api/v1/streamers', { handle: `widgets${serial++}`, enabled: false });
  streamerId = streamerWithKeySchema.parse(await answer.json()).id;
});

const call = (method: string, rest = '', body?: unknown) =>
  supervisor.call(method, `/api/v1/streamers/${streamerId}/widgets${rest}`, body);

async function widget(method: string, rest: string, body?: unknown) {
  const answer = await call(method, rest, body);
  const json: unknown = await answer.json();
  expect(answer.status, JSON.stringify(json)).toBeLessThan(300);
  return widgetViewSchema.strict().parse(json);
}
async function problem(method: string, rest: string, body?: unknown) {
  const { status, code, detail } = problemSchema.parse(await (await call(method, rest, body)).json());
  return { status, code, detail };
}
const list = async () => widgetListSchema.parse(await (await call('GET')).json()).items;
const published = async () => (await new RedisReadModelStore(connection).get(streamerId))?.widgets;

describe('widgets over REST', () => {
  it('shows the default of every kind, and stores what is changed alone', async () => {
    expect((await list()).map(({ id, rev }) => `${id} ${rev}`)).toEqual(WIDGET_TYPES.map((type) => `${type} 0`));
    expect(await published()).toEqual([]);
    const edited = await widget('PATCH', '/gifts', { name: ' Main\0 ', settings: { durationMs: 9000, volume: 70 } });
    expect(edited).toMatchObject({ id: 'gifts', name: 'Main', rev: 1, overrides: { durationMs: 9000 } });
    expect(edited.settings).toMatchObject({ durationMs: 9000, volume: 70, theme: 'glass' });
    expect(await published()).toEqual([{ id: 'gifts', type: 'gifts', settings: { durationMs: 9000 }, rev: 1 }]);

    expect(await widget('PATCH', '/gifts', { settings: { durationMs: 9000 } })).toEqual(edited);
    const message = 'null \0 and \ud800 and 🌹';
    const again = await widget('PATCH', '/gifts', { rev: 1, settings: { durationMs: null, message } });
    expect(again).toMatchObject({ rev: 2, name: 'Main', settings: { durationMs: 4000 } });
    expect(again.overrides).toEqual({ message: 'null  and \ufffd and 🌹' });
    expect(await widget('GET', '/gifts')).toEqual(again);
  });

  it('adds, copies and deletes widgets, and a link without id shows what it showed', async () => {
    const added = await widget('POST', '', { type: 'chat', name: 'Left', settings: { maxMessages: 3 } });
    expect(added).toMatchObject({ type: 'chat', name: 'Left', rev: 1, overrides: { maxMessages: 3 } });
    const copy = await widget('POST', `/${added.id}/duplicate`, {});
    expect(copy).toMatchObject({ name: 'Left', overrides: added.overrides });
    expect(await widget('POST', '/chat/duplicate', { name: 'Right' })).toMatchObject({ name: 'Right', overrides: {} });
    const chats = (await list()).filter(({ type }) => type === 'chat').map(({ id }) => id);
    expect(chats).toHaveLength(4);
    expect(chats[0]).toBe('chat');
    expect((await published())?.map(({ id }) => id)).toContain('chat');

    expect(await widget('POST', `/${added.id}/reset`)).toMatchObject({ name: 'Left', rev: 2, overrides: {} });
    expect((await call('DELETE', `/${added.id}`)).status).toBe(204);
    expect(await problem('DELETE', `/${added.id}`)).toMatchObject({ status: 404, code: 'WIDGET.NOT_FOUND' });
    expect((await list()).some(({ id }) => id === added.id)).toBe(false);
  });

  it('resets a default that is deleted, and never gives a revision twice', async () => {
    await widget('PATCH', '/viewers', { name: 'x', settings: { show: 'peak' } });
    expect((await call('DELETE', '/viewers')).status).toBe(204);
    expect(await widget('GET', '/viewers')).toMatchObject({ name: '', rev: 2, overrides: {} });
    expect((await call('DELETE', '/latest')).status).toBe(204);
    expect(await widget('GET', '/latest')).toMatchObject({ rev: 0 });
  });

  it('says what is wrong', async () => {
    expect(await problem('PATCH', '/gifts', { settings: { durationMs: 1 } })).toMatchObject({
      ...{ status: 400, code: 'VALIDATION.FAILED' },
      detail: 'settings.durationMs must be a whole number from 1000 to 30000 (ms)',
    });
    expect((await problem('POST', '', { type: 'chat', settings: { colour: 1 } })).detail).toMatch(/settings\.colour/);
    expect(await problem('PATCH', '/gifts', { rev: 4, name: 'x' })).toMatchObject({
      status: 409,
      code: 'WIDGET.CHANGED',
    });
    for (const body of [{ colour: 'red' }, { settings: [] }, { rev: -1 }, { name: 'x'.repeat(61) }]) {
      expect(await problem('PATCH', '/gifts', body)).toMatchObject({ status: 400 });
    }
    expect(await problem('POST', '', { type: 'holograms' })).toMatchObject({ status: 400 });
    for (const [method, rest, body] of [
      ['GET', ''],
      ['PATCH', '', {}],
      ['DELETE', ''],
      ['POST', '/duplicate', {}],
      ['POST', '/reset', {}],
      ['POST', '/timer', { action: 'start' }],
    ] as const) {
      expect(await problem(method, `/nobody${rest}`, body)).toMatchObject({ status: 404, code: 'WIDGET.NOT_FOUND' });
    }
    streamerId = '5600e838-26e8-4a61-a0a1-3d1d917efb35';
    expect(await problem('GET', '')).toMatchObject({ status: 404, code: 'STREAMER.NOT_FOUND' });
    expect(await problem('PATCH', '/gifts', {})).toMatchObject({ status: 404, code: 'STREAMER.NOT_FOUND' });
    expect(await problem('POST', '', { type: 'chat' })).toMatchObject({ status: 404, code: 'STREAMER.NOT_FOUND' });
  });

  it('keeps both of two edits at once, and stops at the limit', async () => {
    const edits = [{ volume: 1 }, { durationMs: 2000 }, { maxQueue: 9 }, { streakHoldMs: 700 }];
    await Promise.all(edits.map((settings) => widget('PATCH', '/gifts', { settings })));
    expect(await widget('GET', '/gifts')).toMatchObject({ rev: 4, overrides: Object.assign({}, ...edits) as object });
    const statuses = await Promise.all(
      Array.from({ length: 52 }, async () => (await call('POST', '', { type: 'feed' })).status),
    );
    expect(statuses.filter((status) => status === 201)).toHaveLength(50);
    expect(await problem('POST', '/gifts/duplicate', {})).toMatchObject({ status: 409, code: 'WIDGET.TOO_MANY' });
  });

  it('starts, pauses and resets timers', async () => {
    const press = (action: string, id = 'timer') => widget('POST', `/${id}/timer`, { action });
    await widget('PATCH', '/timer', { settings: { initialSeconds: 60 } });
    const started = await press('start');
    expect(started.overrides).toMatchObject({ initialSeconds: 60, startedAt: expect.any(Number) });
    expect(await problem('POST', '/timer/timer', { action: 'start' })).toMatchObject({
      status: 409,
      code: 'TIMER.STARTED',
    });
    expect((await press('pause')).settings['pausedAt']).toBeGreaterThan(0);
    expect((await press('resume')).settings['pausedAt']).toBe(0);
    expect((await widget('POST', '/timer/reset')).settings).toMatchObject({
      ...{ initialSeconds: 3600, startedAt: started.settings['startedAt'] },
    });
    expect((await widget('POST', '/timer/duplicate', {})).overrides).toEqual({});
    expect((await press('reset')).settings).toMatchObject({ startedAt: 0, baseline: {} });
    expect(await problem('POST', '/gifts/timer', { action: 'start' })).toMatchObject({
      status: 409,
      code: 'WIDGET.NO_TIMER',
    });
    expect(await problem('POST', '/timer/timer', { action: 'explode' })).toMatchObject({ status: 400 });
  });

  it('describes the settings of every kind', async () => {
    const answer = await supervisor.call('GET', '/api/v1/widget-types');
    const { items } = widgetTypeListSchema.parse(await answer.json());
    expect(items.map(({ type }) => type)).toEqual(WIDGET_TYPES);
  });
});
