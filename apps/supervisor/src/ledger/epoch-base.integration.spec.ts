import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventTypesOf, type LiveEvent, type Position } from '#libs/contracts';
import { calendarDay, type AppendEntry } from '#libs/domain';
import { createRedis, RedisEventLog, RedisLeaseStore, RedisOutbox, RedisProjections } from '#libs/redis';
import { PostgresLedgerHistory, PostgresLedgerRepository } from '#libs/persistence';
import { TemporaryDatabase } from '../../../../libs/persistence/test/temporary-database.js';
import { follow, gift, like, share } from '../../../../test/support/live-events.js';
import { testEnvironment } from '../../../../test/support/services/test-environment.js';
import { TestRedis } from '../../../../test/support/services/test-redis.js';
import { toCheckpoint } from './checkpoint-keeper.js';
import { PresentTotals } from '../read-models/present-totals.js';
import { toCountBase } from './count-base.js';
import { toLedgerRow } from './ledger-row.js';
import { Rebuild } from './log-rebuild.js';

const ZONE = 'UTC';
const owner = { nodeId: 'w1', generation: 1 };
const today = () => calendarDay(ZONE)(Date.now());
let server: TestRedis;
let temporary: TemporaryDatabase;
let redis: ReturnType<typeof createRedis>;
let streamerId: string;
let position: Position;

beforeAll(async () => {
  [server, temporary] = await Promise.all([TestRedis.start(), TemporaryDatabase.create(testEnvironment.databaseUrl())]);
  redis = createRedis({ kind: 'single', url: server.url }, 'test');
});
afterAll(async () => {
  redis.disconnect();
  await Promise.all([server[Symbol.asyncDispose](), temporary[Symbol.asyncDispose]()]);
});
beforeEach(async () => {
  await redis.flushall();
  streamerId = randomUUID();
  await temporary.database.unitOfWork().execute(
    `insert into streamer (id, handle, enabled, time_zone, key_hash, key_encrypted, rev, created_at, updated_at)
     values (?, ?, true, 'UTC', ?, '', 1, now(), now())`,
    [streamerId, streamerId.slice(0, 20), streamerId],
  );
  await begin();
});

const log = () => new RedisEventLog(redis);
const projections = () => new RedisProjections(redis);
const history = () => new PostgresLedgerHistory(temporary.database);
const fresh = <T extends LiveEvent>(event: T): T => ({ ...event, at: Date.now(), receivedAt: Date.now() });
const again = (event: LiveEvent): AppendEntry => ({ event, again: true });

async function begin(): Promise<void> {
  await new RedisLeaseStore(redis, { ttlMs: 60_000 }).acquire(streamerId, owner);
  const opened = await log().open(streamerId, owner);
  if (opened.outcome !== 'opened') throw new Error(opened.outcome);
  position = opened.state.position;
}

async function append(...entries: (LiveEvent | AppendEntry)[]): Promise<void> {
  const batch = entries.map((entry) => ('event' in entry ? entry : { event: entry }));
  const result = await log().append({ streamerId, owner, position, day: today(), entries: batch });
  if (result.outcome !== 'appended') throw new Error(result.outcome);
  position = result.position;
}

async function drain(): Promise<void> {
  const outbox = new RedisOutbox(redis, {
    ...{ consumer: 'c', reclaimAfterMs: 0 },
    onBadEntry: (error) => expect.unreachable(String(error)),
  });
  for (let round = 0; round < 3; round++) {
    const batch = await outbox.take(1000);
    await new PostgresLedgerRepository(temporary.database).insert(batch.entries.map(toLedgerRow));
    await batch.acknowledge();
  }
}

async function writeBase(): Promise<void> {
  const { epoch } = position;
  const older = await history().olderThan(streamerId, epoch, Date.parse(`${today()}T00:00:00Z`));
  const checkpoint = await history().checkpointBefore(streamerId, epoch);
  const base = toCountBase(older, checkpoint, { epoch, zone: ZONE, day: today() });
  expect(await projections().writeBase(streamerId, base)).toBe(true);
}

async function saveCheckpoint(): Promise<void> {
  const [reading] = await projections().read([streamerId], 50);
  await history().saveCheckpoints([toCheckpoint(streamerId, reading!)!]);
}

const shown = async () =>
  (await log().snapshot(streamerId, { types: eventTypesOf('feed'), limit: 50, alerts: 0 })).snapshot;
const counts = { coins: 130, gifts: 4, likes: 20, follows: 1, shares: 1, subscribes: 0 };
const ranking = async () => (await shown()).leaderboard.allTime.coins.map(({ user, score }) => [user.id, score]);
const events = () => [
  fresh({ type: 'stream.started', id: 'start', at: 0, receivedAt: 0, roomId: '100' }),
  fresh(gift('g1', { price: 100, from: 'ann' })),
  fresh(gift('g2', { price: 10, count: 3, from: 'bob' })),
  fresh(like('l1', 20, 'bob')),
  fresh(follow('f1', 'cem')),
  fresh(share('s1', 'dee')),
];

describe('after Redis lost everything', () => {
  async function wipe(): Promise<LiveEvent[]> {
    const before = events();
    await append(...before);
    await drain();
    await writeBase();
    await saveCheckpoint();
    await redis.flushall();
    await begin();
    return before;
  }

  it('totals, rankings and the newest of each kind come back from ledger and checkpoint', async () => {
    await wipe();
    expect((await shown()).totals.allTime.coins).toBe(0);
    await writeBase();
    const { totals, leaderboard, latest } = await shown();
    expect(totals).toEqual({ session: counts, today: counts, allTime: counts });
    expect(await ranking()).toEqual([
      ['ann', 100],
      ['bob', 30],
    ]);
    expect(leaderboard.session.likes).toMatchObject([{ user: { id: 'bob' }, score: 20 }]);
    expect(latest.gift).toMatchObject({ id: 'g2' });
    expect(latest.follow).toMatchObject({ id: 'f1' });
  });

  it('nothing counts twice that is appended again, before the base or after it, however often it is written', async () => {
    const [, g1, g2, l1, f1, s1] = await wipe();
    await append(again(g1!), again(l1!));
    await writeBase();
    expect((await shown()).totals.allTime).toEqual(counts);
    await append(again(g2!), again(f1!), again(s1!));
    expect((await shown()).totals.allTime).toEqual(counts);
    await drain();
    await writeBase();
    await writeBase();
    expect((await shown()).totals).toEqual({ session: counts, today: counts, allTime: counts });
    expect(await ranking()).toEqual([
      ['ann', 100],
      ['bob', 30],
    ]);
    await append(fresh(gift('g3', { price: 5, from: 'bob' })));
    expect((await shown()).totals.allTime).toMatchObject({ coins: 135, gifts: 5 });
    const [reading] = await projections().read([streamerId]);
    const [ledger] = await history().sums([{ streamerId, ...position }]);
    await drain();
    const [after] = await history().sums([{ streamerId, ...position }]);
    expect(ledger).toMatchObject({ coins: 100 });
    expect(after).toMatchObject({ coins: reading!.counted['a.coins'], gifts: reading!.counted['a.gifts'] });
  });

  it('a stream that begins afterwards begins at nothing', async () => {
    await wipe();
    await writeBase();
    await append(fresh({ type: 'stream.started', id: 'next', at: 0, receivedAt: 0, roomId: '200' }));
    expect((await shown()).totals.session.coins).toBe(0);
    await writeBase();
    expect((await shown()).totals.session).toMatchObject({ coins: 0, likes: 0 });
    expect((await shown()).leaderboard.session).toEqual({ coins: [], likes: [] });
    await drain();
    await writeBase();
    const { totals } = await shown();
    expect(totals.session.coins).toBe(0);
    expect(totals.allTime).toEqual(counts);
  });
});

it('a new epoch of a Redis that kept its data shows the same totals at once, and after the base', async () => {
  await append(...events());
  await drain();
  await redis.hset((await redis.keys('*:meta'))[0]!, 'run', 'another life');
  await begin();
  expect(position.offset).toBe(0);
  expect((await shown()).totals).toEqual({ session: counts, today: counts, allTime: counts });
  await writeBase();
  expect((await shown()).totals).toEqual({ session: counts, today: counts, allTime: counts });
  expect(await ranking()).toEqual([
    ['ann', 100],
    ['bob', 30],
  ]);
});

it("today's totals are over with the day, although nothing was appended since", async () => {
  const [, g1] = events();
  await log().append({ streamerId, owner, position, day: '2020-01-01', entries: [{ event: g1! }] });
  await drain();
  await writeBase();
  const { totals } = await shown();
  expect(totals.today.coins).toBe(0);
  expect(totals.allTime.coins).toBe(100);
});

it('a session is summed up when it ends, once', async () => {
  await append(...events());
  await append(fresh({ type: 'stream.ended', id: 'end', at: 0, receivedAt: 0, roomId: '100' }));
  await drain();
  const ended = { streamerId, eventId: 'end', roomId: '100', endedAt: Date.now(), receivedAt: Date.now() };
  await history().closeSessions([{ ...ended, likes: 20, shares: 1 }]);
  await history().closeSessions([ended]);
  const rows: unknown[] = await temporary.database.unitOfWork().execute(
    `select room_id, coins::int, gifts::int, follows::int, subscribes::int, likes::int, shares::int
       from session where streamer_id = ?`,
    [streamerId],
  );
  expect(rows).toEqual([{ room_id: '100', ...counts }]);
});

it('a rebuild puts wrong counters right, and says so', async () => {
  await append(...events());
  await drain();
  await writeBase();
  const key = (await redis.keys('*:totals'))[0]!;
  await redis.hset(key, 'a.coins', 7);
  await redis.zincrby(key.replace(/totals$/, 'rank:a:coins'), 50, 'ann');
  const rebuild = new Rebuild(projections(), history());
  expect(await rebuild.run(streamerId, ZONE)).toMatchObject({ done: true, text: expect.stringMatching(/^2 counters/) });
  expect((await shown()).totals.allTime).toEqual(counts);
  expect(await ranking()).toEqual([
    ['ann', 100],
    ['bob', 30],
  ]);
  expect(await rebuild.run(streamerId, ZONE)).toMatchObject({ text: expect.stringContaining('were right') });
});

describe('totals that something new begins to count from', () => {
  const totals = async () => await new PresentTotals(projections(), history()).of(streamerId);

  it('are there before Redis has a base, with what earlier epochs counted, also after Redis was lost', async () => {
    expect(await totals()).toMatchObject({ coins: 0 });
    await append(fresh(gift('g1', { price: 5 })));
    await drain();
    const before = await totals();
    expect(before.coins).toBeGreaterThan(0);
    await redis.flushall();
    expect(await totals()).toEqual(before);
    await begin();
    expect(await totals()).toEqual(before);
    await writeBase();
    expect(await totals()).toEqual(before);
  });

  it('are refused, with when to try again, while Redis cannot be read', async () => {
    const away = { read: () => Promise.reject(new Error('away')) };
    const asked = new PresentTotals(away, history()).of(streamerId);
    await expect(asked).rejects.toMatchObject({ status: 503, headers: { 'retry-after': '2' } });
  });
});
