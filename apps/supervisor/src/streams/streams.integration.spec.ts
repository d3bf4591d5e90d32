import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  activityPageSchema,
  openPagesListSchema,
  overviewSchema,
  pastStreamDetailSchema,
  pastStreamPageSchema,
  streamChartSchema,
  type LiveEvent,
} from '#libs/contracts';
import { RedisProjections, type RedisConnection } from '#libs/redis';
import { follow, gift, like, share, user } from '../../../../test/support/live-events.js';
import { LiveLog } from '../../test/live-log.js';
import { SupervisorOnRedis } from '../../test/supervisor-on-redis.js';
import type { TestSupervisor } from '../../test/test-supervisor.js';
import { CheckpointKeeper } from '../ledger/checkpoint-keeper.js';

const MINUTE = 60_000;
let stage: SupervisorOnRedis;
let supervisor: TestSupervisor;
let redis: RedisConnection;
let streamerId: string;
let live: LiveLog;

beforeAll(async () => {
  stage = await SupervisorOnRedis.start();
  ({ supervisor, redis } = stage);
});
afterAll(async () => stage[Symbol.asyncDispose]());
beforeEach(async () => {
  streamerId = await stage.createStreamer();
  live = await LiveLog.take(redis, streamerId);
});

async function get(rest: string): Promise<unknown> {
  const answer = await supervisor.call('GET', `/api/v1/streamers/${streamerId}/${rest}`);
  expect(answer.status, rest).toBe(200);
  return await answer.json();
}
const overview = async () => overviewSchema.parse(await get('overview'));
const chart = async () => streamChartSchema.parse(await get('chart'));
const sql = async (query: string): Promise<{ n: number }[]> =>
  await supervisor.database.database.unitOfWork().execute(query, [streamerId]);

const started = (roomId: string, at = Date.now()): LiveEvent => ({
  ...{ type: 'stream.started', id: `stream.started:${roomId}:0`, at, receivedAt: at, roomId },
});
const ended = (roomId: string, at = Date.now()): LiveEvent => ({
  ...{ type: 'stream.ended', id: `stream.ended:${roomId}:1`, at, receivedAt: at, roomId },
});
const gap = (from: number, to: number): LiveEvent[] => [
  { type: 'source.lost', id: `lost:${from}`, at: from, receivedAt: to, from },
  { type: 'source.restored', id: `restored:${from}`, at: to, receivedAt: to, from, to },
];
const viewers = (current: number): LiveEvent => ({
  ...{
    type: 'viewers',
    id: `v${randomUUID()}`,
    at: Date.now(),
    receivedAt: Date.now(),
    current,
    cumulative: 90,
    top: [],
  },
});

async function basesAreIn(): Promise<void> {
  const based = async () => (await new RedisProjections(redis).read([streamerId]))[0]?.base?.epoch;
  await expect.poll(based, { timeout: 20_000 }).toBe(live.position.epoch);
}
async function pastStreams(n: number) {
  const page = async () => pastStreamPageSchema.parse(await get('streams')).items;
  await expect.poll(async () => (await page()).length, { timeout: 20_000 }).toBe(n);
  return await page();
}

describe('the overview', () => {
  it('is there before anything ever happened', async () => {
    const { totals, ...rest } = await overview();
    expect(rest).toMatchObject({ stream: null, gaps: [], viewers: null, lastEventAt: null, pages: [] });
    expect(totals.session.coins).toBe(0);
    expect(await chart()).toEqual({ stepMs: MINUTE, samples: [], gaps: [] });
    expect(openPagesListSchema.parse(await get('pages'))).toEqual({ items: [] });
    expect(pastStreamPageSchema.parse(await get('streams'))).toEqual({ items: [], nextCursor: null });
  });

  it('tells the stream in progress, its totals, who watches, and when nothing was heard', async () => {
    const start = Date.now() - 10 * MINUTE;
    const lostAt = Date.now() - MINUTE;
    await live.report('live');
    await live.append(started('r1', start), ...gap(start + MINUTE, start + 2 * MINUTE));
    await live.append(gift('g1', { price: 30 }), like('l1', 7), viewers(12), viewers(8));
    await live.append({ type: 'source.lost', id: 'lost:open', at: lostAt, receivedAt: lostAt, from: lostAt });
    await expect.poll(async () => (await overview()).stream?.startedAt, { timeout: 10_000 }).not.toBeNull();
    const now = await overview();
    const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
    expect(now).toMatchObject({
      ...{ source: { state: 'live' }, stream: { id: 'r1', startedAt: iso(start) } },
      ...{ totals: { session: { coins: 30, likes: 7 } }, viewers: { current: 8, cumulative: 90, peak: 12 } },
    });
    expect(Date.now() - Date.parse(now.lastEventAt!)).toBeLessThan(30_000);
    const told = async () => (await overview()).gaps;
    await expect.poll(told, { timeout: 10_000 }).toHaveLength(2);
    expect(await told()).toEqual([
      { from: iso(start + MINUTE), to: iso(start + 2 * MINUTE) },
      { from: iso(lostAt), to: null },
    ]);
  });

  it('answers 404 for nobody, and for streams that are not there', async () => {
    const nobody = `/api/v1/streamers/${randomUUID()}`;
    for (const rest of ['overview', 'chart', 'pages', 'streams', 'activity', 'streams/x', 'streams/x/export']) {
      expect((await supervisor.call('GET', `${nobody}/${rest}`)).status, rest).toBe(404);
    }
    const unknown = await supervisor.call('GET', `/api/v1/streamers/${streamerId}/streams/none`);
    expect([unknown.status, ((await unknown.json()) as { code: string }).code]).toEqual([404, 'STREAM.NOT_FOUND']);
    const cursor = await supervisor.call('GET', `/api/v1/streamers/${streamerId}/streams?cursor=x`);
    expect(cursor.status).toBe(400);
  });
});

describe('a stream', () => {
  it('is kept by the minute, and with its totals, gaps and givers when it is over', async () => {
    const start = Date.now() - 30 * MINUTE;
    await live.append(started('r1', start), ...gap(start + 5 * MINUTE, start + 7 * MINUTE));
    await basesAreIn();
    await live.append(gift('g1', { price: 30, from: 'ann' }), gift('g2', { from: 'bob' }), like('l1', 7), viewers(12));
    await live.append(gift('g3', { count: 0, streak: 's', closed: true }), follow('f1'), share('s1'));
    const keeper = supervisor.app.get(CheckpointKeeper);
    await keeper.save();
    await keeper.save();
    expect((await sql('select count(*)::int as n from stream_sample where streamer_id = ?'))[0]).toEqual({ n: 1 });
    const present = await chart();
    expect(present.samples).toMatchObject([{ viewers: 12, likes: 7, coins: 31 }]);
    await sql(`insert into stream_sample values (?, to_timestamp(${(start + MINUTE) / 1000}), 40, 41, 1, 2)`);

    await live.append(viewers(9), ended('r1'));
    const [past] = await pastStreams(1);
    expect(past).toMatchObject({
      ...{ id: 'stream.ended:r1:1', startedAt: new Date(start).toISOString(), peakViewers: 12, blindMs: 2 * MINUTE },
      totals: { coins: 31, gifts: 2, likes: 7, follows: 1, shares: 1, subscribes: 0 },
    });
    await keeper.save();
    for (const name of [past!.id, 'r1']) {
      const detail = pastStreamDetailSchema.parse(await get(`streams/${encodeURIComponent(name)}`));
      expect(detail.topGifters).toMatchObject([
        { user: { id: 'ann', name: user('ann').name }, coins: 30 },
        { user: { id: 'bob' }, coins: 1 },
      ]);
      const { samples, gaps } = detail.chart;
      expect(samples[0]).toMatchObject({ viewers: 40, likes: 1, coins: 2 });
      expect(samples.at(-1)).toMatchObject({ likes: 7, coins: 31 });
      expect(gaps).toEqual([
        { from: new Date(start + 5 * MINUTE).toISOString(), to: new Date(start + 7 * MINUTE).toISOString() },
      ]);
    }
    expect(await chart()).toMatchObject({ samples: [{ coins: 2 }, { coins: 31 }], gaps: [{}] });
    expect((await overview()).stream).toBeNull();
  });

  it('goes out as a file that no spreadsheet runs', async () => {
    await live.append(started('r1'));
    const hostile = { ...user('eve'), name: '=HYPERLINK("http://x","y")', handle: '@eve' };
    const many = Array.from({ length: 150 }, (_, n) => ({ ...gift(`g${String(n).padStart(4, '0')}`), user: hostile }));
    for (let part = 0; part < 8; part++) {
      await live.append(...many.map((event) => ({ ...event, id: `${event.id}-${part}` })));
    }
    await live.append(follow('f1'), ended('r1'));
    const [past] = await pastStreams(1);
    const file = `/api/v1/streamers/${streamerId}/streams/${encodeURIComponent(past!.id)}/export`;
    const csv = await supervisor.call('GET', file);
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(csv.headers.get('content-disposition')).toMatch(
      /^attachment; filename="streamshape-streamer\d+-[\d-]+\.csv"$/,
    );
    const lines = (await csv.text()).trimEnd().split('\n');
    expect(lines).toHaveLength(1 + 8 * 150 + 1);
    expect(lines[1]).toContain(`"'=HYPERLINK(""http://x"",""y"")",'@eve,eve,Rose,1,1,`);

    const json = await supervisor.call('GET', `${file}?format=json`);
    expect(json.headers.get('content-disposition')).toContain('.json"');
    const { stream, events } = (await json.json()) as { stream: unknown; events: LiveEvent[] };
    expect(stream).toEqual(past);
    expect(new Set(events.map(({ id }) => id)).size).toBe(8 * 150 + 1);
    expect((await supervisor.call('GET', `${file}?format=xml`)).status).toBe(400);
  });
});

describe('the activity', () => {
  it('goes from the log over into the ledger without a double or a hole', async () => {
    const events = Array.from({ length: 30 }, (_, n) => (n % 3 === 0 ? share(`e${n}`) : gift(`e${n}`)));
    await live.append(...events, gift('end', { count: 0, streak: 's', closed: true }));
    const stored = async () => (await sql('select count(*)::int as n from ledger_event where streamer_id = ?'))[0]?.n;
    await expect.poll(stored, { timeout: 10_000 }).toBe(20);
    const ids = async (limit: number) => {
      const all: string[] = [];
      let cursor: string | null = '';
      for (let pages = 0; cursor !== null && pages < 50; pages++) {
        const query: string = `activity?limit=${limit}${cursor === '' ? '' : `&cursor=${cursor}`}`;
        const page = activityPageSchema.parse(await get(query));
        expect(page.items.length).toBeLessThanOrEqual(limit);
        all.push(...page.items.map(({ event }) => event.id));
        cursor = page.nextCursor;
      }
      return all;
    };
    const newestFirst = events.map(({ id }) => id).toReversed();
    expect(await ids(7)).toEqual(newestFirst);
    // The log forgets its older half: of that, the ledger keeps the gifts.
    const base = (await redis.keys(`*${streamerId}:log`))[0]!;
    await redis.xtrim(base, 'MINID', '16-0');
    const kept = newestFirst.filter((id) => Number(id.slice(1)) >= 15 || Number(id.slice(1)) % 3 !== 0);
    for (const limit of [1, 4, 100]) expect(await ids(limit)).toEqual(kept);
    await redis.del(base);
    expect(await ids(3)).toEqual(newestFirst.filter((id) => Number(id.slice(1)) % 3 !== 0));
    expect((await supervisor.call('GET', `/api/v1/streamers/${streamerId}/activity?cursor=abc`)).status).toBe(400);
  });
});

describe('while Redis is away', () => {
  it('says later where it is needed, and shows past streams', async () => {
    await live.append(started('r1'), ended('r1'));
    const [past] = await pastStreams(1);
    await stage.server.stop();
    for (const rest of ['overview', 'pages', 'chart', 'activity']) {
      const answer = await supervisor.call('GET', `/api/v1/streamers/${streamerId}/${rest}`);
      expect([answer.status, answer.headers.get('retry-after')], rest).toEqual([503, '5']);
    }
    expect(pastStreamDetailSchema.parse(await get(`streams/${encodeURIComponent(past!.id)}`)).id).toBe(past!.id);
    await stage.server.restart();
  });
});
