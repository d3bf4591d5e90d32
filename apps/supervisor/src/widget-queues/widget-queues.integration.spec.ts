import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { alertListSchema, controlAcceptedSchema, problemSchema, type AlertList, type LiveEvent } from '#libs/contracts';
import { RedisAlertMarks, RedisEventLog, RedisLeaseStore, type RedisConnection } from '#libs/redis';
import { follow, gift } from '../../../../test/support/live-events.js';
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
  streamerId = await stage.createStreamer({ enabled: false });
});

const path = (rest: string) => `/api/v1/streamers/${streamerId}/widgets/${rest}`;

async function control(body: unknown, widget = 'gifts'): Promise<number> {
  const answer = await supervisor.call('POST', path(`${widget}/control`), body);
  expect(answer.status).toBe(202);
  return controlAcceptedSchema.strict().parse(await answer.json()).seq;
}

async function alerts(query = '', widget = 'gifts'): Promise<AlertList> {
  const answer = await supervisor.call('GET', path(`${widget}/alerts${query}`));
  expect(answer.status).toBe(200);
  return alertListSchema.parse(await answer.json());
}

async function append(...events: LiveEvent[]): Promise<void> {
  const log = new RedisEventLog(redis);
  const owner = { nodeId: 'test', generation: 1000 };
  await new RedisLeaseStore(redis, { ttlMs: 60_000 }).acquire(streamerId, owner);
  const opened = await log.open(streamerId, owner);
  if (opened.outcome !== 'opened') throw new Error(opened.outcome);
  const { position } = opened.state;
  const entries = events.map((event) => ({ event }));
  const result = await log.append({ streamerId, owner, position, day: '2026-11-23', entries });
  expect(result.outcome).toBe('appended');
}

async function problem(response: Promise<Response>, status: number, code: string): Promise<void> {
  const answer = await response;
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  expect(problemSchema.parse(await answer.json())).toMatchObject({ status, code });
  expect(answer.status).toBe(status);
}

describe('the queue of a widget over REST', () => {
  it('is empty and runs at first', async () => {
    expect(await alerts()).toEqual({ items: [], control: { paused: false, muted: false, seq: 0 } });
    expect(await alerts('', 'chat')).toMatchObject({ items: [] });
  });

  it('lists alerts with their states, newest first', async () => {
    const old = { ...gift('old'), receivedAt: Date.now() - 700_000 };
    await append(old, gift('begun'), gift('through'), follow('f1'), gift('unwanted'), gift('waits'));
    const marks = new RedisAlertMarks(redis);
    await marks.markStarted(streamerId, 'gifts', ['begun', 'through']);
    await marks.markShown(streamerId, 'gifts', ['through']);
    const seq = await control({ action: 'skip', eventId: 'unwanted' });
    const { items, control: state } = await alerts();
    expect(items.map(({ event, state: what }) => `${event.id} ${what}`)).toEqual(
      ['waits queued', 'unwanted skipped', 'through done', 'begun started', 'old expired'], //
    );
    expect(items.map(({ offset }) => offset)).toEqual([6, 5, 3, 2, 1]);
    expect(state).toEqual({ paused: false, muted: false, seq });
    expect((await alerts('?limit=1')).items).toMatchObject([{ event: { id: 'waits' } }]);
    expect((await alerts('?instance=alerts', 'alerts')).items).toHaveLength(6);
    await control({ action: 'clear' });
    expect((await alerts()).items[0]).toMatchObject({ event: { id: 'waits' }, state: 'skipped' });
  });

  it('takes every action, each with a higher number', async () => {
    await append(gift('g1'));
    const bodies = ['pause', 'mute', 'resume', 'pause', 'skip', 'clear', 'unmute', 'mute', 'reload'] as const;
    const seqs: number[] = [];
    for (const action of bodies) seqs.push(await control({ action, instance: 'gifts' }));
    seqs.push(await control({ action: 'replay', eventId: 'g1' }));
    expect(seqs).toEqual([...new Set(seqs)].toSorted((a, b) => a - b));
    expect((await alerts()).control).toEqual({ paused: true, muted: true, seq: seqs.at(-1) });
    expect((await alerts('', 'follows')).control).toMatchObject({ paused: false });
  });

  it('says what is wrong', async () => {
    await append(follow('f1'));
    const post = (body: unknown, widget = 'gifts') => supervisor.call('POST', path(`${widget}/control`), body);
    for (const wrong of [
      {},
      { action: 'dance' },
      { action: 'replay' },
      { action: 'pause', eventId: 'f1' },
      { action: 'pause', colour: 'red' },
    ]) {
      await problem(post(wrong), 400, 'VALIDATION.FAILED');
    }
    await problem(supervisor.call('GET', path('gifts/alerts?limit=0')), 400, 'VALIDATION.FAILED');
    await problem(post({ action: 'pause' }, 'nonsense'), 404, 'WIDGET.NOT_FOUND');
    await problem(post({ action: 'pause', instance: 'nonsense' }), 404, 'WIDGET.NOT_FOUND');
    await problem(supervisor.call('GET', path('gifts/alerts?instance=nonsense')), 404, 'WIDGET.NOT_FOUND');
    await problem(post({ action: 'replay', eventId: 'nonsense' }), 404, 'ALERT.NOT_FOUND');
    await problem(post({ action: 'replay', eventId: 'f1' }), 404, 'ALERT.NOT_FOUND');
    for (streamerId of ['nobody', '5600e838-26e8-4a61-a0a1-3d1d917efb35']) {
      await problem(post({ action: 'pause' }), 404, 'STREAMER.NOT_FOUND');
      await problem(supervisor.call('GET', path('gifts/alerts')), 404, 'STREAMER.NOT_FOUND');
    }
  });

  it('says later while Redis is away', async () => {
    await stage.server.kill();
    await problem(supervisor.call('POST', path('gifts/control'), { action: 'pause' }), 503, 'SERVICE.UNAVAILABLE');
    await problem(supervisor.call('GET', path('gifts/alerts')), 503, 'SERVICE.UNAVAILABLE');
    await stage.server.restart();
    await expect
      .poll(async () => (await supervisor.call('GET', path('gifts/alerts'))).status, { timeout: 10_000 })
      .toBe(200);
  });
});
