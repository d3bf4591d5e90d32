import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  activityPageSchema,
  alertListSchema,
  auditPageSchema,
  currentTestRunSchema,
  giftListSchema,
  overviewSchema,
  testRunSchema,
  type ActivityPage,
  type TestRun,
} from '#libs/contracts';
import { type RedisConnection } from '#libs/redis';
import { follow } from '../../../../test/support/live-events.js';
import { LiveLog } from '../../test/live-log.js';
import { SupervisorOnRedis } from '../../test/supervisor-on-redis.js';
import type { TestSupervisor } from '../../test/test-supervisor.js';

let stage: SupervisorOnRedis;
let supervisor: TestSupervisor;
let redis: RedisConnection;
let streamerId: string;

beforeAll(async () => {
  stage = await SupervisorOnRedis.start();
  ({ supervisor, redis } = stage);
});
afterAll(async () => stage[Symbol.asyncDispose]());
beforeEach(async () => {
  streamerId = await stage.createStreamer();
});

const path = (rest: string) => `/api/v1/streamers/${streamerId}/${rest}`;

async function send(wish: unknown): Promise<TestRun> {
  const answer = await supervisor.call('POST', path('test-events'), wish);
  expect(answer.status).toBe(202);
  return testRunSchema.strict().parse(await answer.json());
}

async function current(): Promise<TestRun | null> {
  return currentTestRunSchema.parse(await (await supervisor.call('GET', path('test-events'))).json()).run;
}

async function activity(query = ''): Promise<ActivityPage['items']> {
  const answer = await supervisor.call('GET', path(`activity?limit=200${query}`));
  return activityPageSchema.parse(await answer.json()).items;
}

const EVERYTHING = '&types=gift,follow,subscribe,share,like,chat';

describe('tests', () => {
  it('are noted, each with one line', async () => {
    const run = await send({ kind: 'follow', name: 'Mia' });
    await supervisor.call('POST', path('test-events'), { kind: 'gift', giftId: 'no such gift' });
    const answer = await supervisor.call('GET', '/api/v1/admin/audit?action=test.began');
    const items = auditPageSchema.parse(await answer.json()).items.filter(({ subject }) => subject?.id === streamerId);
    expect(items.map(({ actor, detail }) => ({ actor, detail }))).toEqual([
      { actor: { kind: 'operator' }, detail: { kind: 'follow', run: run.id } },
    ]);
  });

  it('send one of each kind, marked, into the queue and no total', async () => {
    const kinds = [
      { kind: 'gift', name: '\u202eMia ', giftId: '5879', count: 4 },
      { kind: 'follow', name: 'Mia' },
      { kind: 'share' },
      { kind: 'subscribe', months: 6 },
      { kind: 'like' },
      { kind: 'chat', text: 'good evening' },
    ];
    for (const wish of kinds) {
      expect(await send(wish)).toMatchObject({ kind: wish.kind, sent: 1, total: 1, state: 'done' });
    }
    const items = (await activity(EVERYTHING)).toReversed();
    expect(items.map(({ event }) => event.type)).toEqual(kinds.map(({ kind }) => kind));
    expect(items.every(({ event }) => event.test)).toBe(true);
    expect(items.map(({ state }) => state)).toEqual(['queued', 'queued', 'queued', 'queued', null, null]);
    const gift = { id: '5879', name: 'Doughnut', coins: 30 };
    expect(items[0]!.event).toMatchObject({ gift, count: 4, total: 4, coins: 120, user: { name: 'Mia' } });
    expect(items[1]!.event).toMatchObject({ user: (items[0]!.event as { user: { id: string } }).user.id && {} });

    const answer = await supervisor.call('GET', path('overview'));
    const { totals, lastEventAt, stream } = overviewSchema.parse(await answer.json());
    expect(Object.values(totals.allTime)).toEqual([0, 0, 0, 0, 0, 0]);
    expect([lastEventAt, stream]).toEqual([null, null]);
  });

  it('are alerts like others: listed, skipped and replayed', async () => {
    await send({ kind: 'gift' });
    const alerts = async () =>
      alertListSchema.parse(await (await supervisor.call('GET', path('widgets/alerts/alerts'))).json()).items;
    const [alert] = await alerts();
    expect(alert).toMatchObject({ state: 'queued', event: { test: true, gift: { name: 'Rose' } } });
    const control = { action: 'skip', eventId: alert!.event.id };
    expect((await supervisor.call('POST', path('widgets/alerts/control'), control)).status).toBe(202);
    expect((await alerts())[0]!.state).toBe('skipped');
    expect((await activity())[0]).toMatchObject({ state: 'skipped', event: { id: alert!.event.id } });
    const again = { action: 'replay', eventId: alert!.event.id };
    expect((await supervisor.call('POST', path('widgets/alerts/control'), again)).status).toBe(202);
  });

  it('take their time, one at a time, and stop when they are told to', async () => {
    const run = await send({ kind: 'streak', count: 30 });
    expect(run).toMatchObject({ kind: 'streak', state: 'running' });
    expect(run.sent).toBeLessThan(run.total);
    const other = await supervisor.call('POST', path('test-events'), { kind: 'follow' });
    expect([other.status, ((await other.json()) as { code: string }).code]).toEqual([409, 'TEST.RUNNING']);
    await expect.poll(async () => (await current())!.sent, { timeout: 10_000 }).toBeGreaterThan(run.sent);
    expect((await supervisor.call('DELETE', path('test-events'))).status).toBe(204);
    const stopped = (await current())!;
    expect(stopped).toMatchObject({ id: run.id, state: 'stopped' });
    expect(await activity()).toHaveLength(stopped.sent);
    expect(await send({ kind: 'follow' })).toMatchObject({ state: 'done' });
    expect(await current()).toMatchObject({ kind: 'follow' });
  });

  it('send a storm beside a worker that goes on', async () => {
    const live = await LiveLog.take(redis, streamerId);
    await live.append(follow('real-1'));
    const { epoch } = live.position;
    const run = await send({ kind: 'storm', events: 40 });
    let real = 1;
    while ((await current())!.state === 'running') await live.append(follow(`real-${++real}`));
    await live.append(follow(`real-${++real}`));
    expect(await current()).toMatchObject({ id: run.id, sent: 40, state: 'done' });
    expect(live.position.epoch).toBe(epoch);
    const gifts = await activity('&types=gift');
    expect(gifts).toHaveLength(40);
    expect(new Set(gifts.map(({ event }) => 'user' in event && event.user?.id)).size).toBe(40);
    expect(live.position.offset).toBe(40 + real);
    const { totals } = overviewSchema.parse(await (await supervisor.call('GET', path('overview'))).json());
    expect(totals.allTime).toMatchObject({ gifts: 0, coins: 0, follows: real });
  });

  it('replay a stream', async () => {
    const run = await send({ kind: 'recorded', speed: 20 });
    expect(run.total).toBeGreaterThan(400);
    await expect.poll(async () => (await current())!.sent, { timeout: 20_000 }).toBeGreaterThan(60);
    await supervisor.call('DELETE', path('test-events'));
    const items = await activity(EVERYTHING);
    expect(new Set(items.map(({ event }) => event.type)).size).toBe(6);
  });

  it('refuse what makes no sense, and too much', async () => {
    const refused = async (wish: unknown) => (await supervisor.call('POST', path('test-events'), wish)).status;
    expect(await refused({ kind: 'battle' })).toBe(400);
    expect(await refused({ kind: 'gift', giftId: '1' })).toBe(400);
    expect(await refused({ kind: 'storm', events: 100_000 })).toBe(400);
    for (let storms = 0; storms < 3; storms++) {
      await send({ kind: 'storm', events: 300 });
      await supervisor.call('DELETE', path('test-events'));
    }
    expect(await refused({ kind: 'storm', events: 300 })).toBe(429);
    const nobody = '/api/v1/streamers/7a4b0f3e-6f1c-4f0e-9d5b-0d1e2f3a4b5c/test-events';
    for (const method of ['GET', 'DELETE']) expect((await supervisor.call(method, nobody)).status).toBe(404);
    expect((await supervisor.call('POST', nobody, { kind: 'follow' })).status).toBe(404);
  });
});

it('lists gifts, cheapest first', async () => {
  const { items } = giftListSchema.strict().parse(await (await supervisor.call('GET', '/api/v1/gifts')).json());
  expect(items.length).toBeGreaterThan(500);
  expect(items.map(({ coins }) => coins)).toEqual(items.map(({ coins }) => coins).toSorted((a, b) => a - b));
  expect(items).toContainEqual({ id: '5655', name: 'Rose', coins: 1 });
  expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
});
