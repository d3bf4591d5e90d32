import { randomUUID } from 'node:crypto';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { eventTypesOf, type LiveEvent, type Position } from '#libs/contracts';
import type { Owner, PushedBatch } from '#libs/domain';
import { chat, follow, gift } from '../../../../test/support/live-events.js';
import { openTestRedis } from '../../../../test/support/test-redis.js';
import { outboxKey, shardOf, streamerBase } from '../keys.js';
import { RedisLeaseStore } from '../leases/redis-lease-store.js';
import { RedisEventLog } from './redis-event-log.js';
import { RedisLivePush } from './redis-live-push.js';
import { RedisLogHistory } from './redis-log-history.js';
import { RedisProjections } from './redis-projections.js';
import { RedisTestRuns } from './redis-test-runs.js';

const redis = openTestRedis();
const subscriber = openTestRedis('subscriber');
const log = new RedisEventLog(redis);
const history = new RedisLogHistory(redis);
const runs = new RedisTestRuns(redis);
const owner: Owner = { nodeId: 'node-a', generation: 1 };
const everything = { types: eventTypesOf('feed'), limit: 50, alerts: 500 };
const nothing = { coins: 0, gifts: 0, likes: 0, follows: 0, shares: 0, subscribes: 0 };
const test = (event: LiveEvent): LiveEvent => ({ ...event, test: true });
let streamerId: string;

beforeEach(() => {
  streamerId = randomUUID();
});
afterAll(async () => {
  await Promise.all([redis.quit(), subscriber.quit()]);
});

async function begin(total = 100): Promise<string> {
  const id = randomUUID();
  expect(await runs.begin(streamerId, { id, kind: 'storm', total })).toBe('begun');
  return id;
}

async function take(): Promise<Position> {
  await new RedisLeaseStore(redis, { ttlMs: 60_000 }).acquire(streamerId, owner);
  const opened = await log.open(streamerId, owner);
  if (opened.outcome !== 'opened') throw new Error(opened.outcome);
  return opened.state.position;
}

async function append(position: Position, ...events: LiveEvent[]): Promise<Position> {
  const entries = events.map((event) => ({ event }));
  const result = await log.append({ streamerId, owner, position, day: '2026-11-23', entries });
  if (result.outcome !== 'appended') throw new Error(result.outcome);
  return result.position;
}

describe('events of a test', () => {
  it('go into a log that nobody owns, to pages and into the lists of alerts, and are counted nowhere', async () => {
    const push = new RedisLivePush(subscriber, (error) => {
      throw error;
    });
    const batches: PushedBatch[] = [];
    await push.subscribe(streamerId, {
      ...{ onBatch: (batch) => void batches.push(batch), onStatus: () => undefined, onControl: () => undefined },
    });
    const waiting = await redis.xlen(outboxKey(shardOf(streamerId)));
    const run = await begin();
    const closing = gift('g2', { streak: 's', count: 0, total: 3, closed: true });
    const events = [gift('g1', { streak: 's', count: 3 }), closing, follow('f1'), chat('c1')].map(test);
    expect(await runs.append(streamerId, run, events)).toBe('appended');

    const { snapshot, alerts, position } = await log.snapshot(streamerId, everything);
    expect(position.offset).toBe(4);
    expect(alerts.map(({ event }) => [event.id, event.test])).toEqual([
      ['g1', true],
      ['f1', true],
    ]);
    expect(snapshot.recent.map(({ event }) => event.id)).toEqual(['g1', 'g2', 'f1', 'c1']);
    expect(snapshot.totals).toEqual({ session: nothing, today: nothing, allTime: nothing });
    expect(snapshot.leaderboard.allTime.coins).toEqual([]);
    expect(snapshot.latest).toEqual({});
    expect((await log.activities([streamerId]))[0]).toEqual({ reconnects: 0 });
    expect(await redis.xlen(outboxKey(shardOf(streamerId)))).toBe(waiting);
    await expect.poll(() => batches, { timeout: 10_000 }).toHaveLength(1);
    expect(batches[0]).toMatchObject({ epoch: position.epoch, from: 0, to: 4, changed: new Set() });
    expect(batches[0]!.items.map(({ type }) => type)).toEqual(['gift', 'gift', 'follow', 'chat']);
    await push.unsubscribe(streamerId);
  });

  it('come between those of a living owner, who goes on with nothing lost and nothing begun anew', async () => {
    let position = await append(await take(), gift('real-1'));
    const { epoch } = position;
    const run = await begin();
    for (let round = 0; round < 3; round++) {
      await runs.append(streamerId, run, [test(gift(`test-${round}`, { streak: 'real-1' }))]);
      position = await append(position, follow(`follow-${round}`));
    }
    expect(position).toEqual({ epoch, offset: 7 });
    const entries = await log.read(streamerId, { epoch, offset: 0 }, 20);
    expect(entries?.map(({ json }) => (JSON.parse(json) as LiveEvent).id)).toEqual([
      ...['real-1', 'test-0', 'follow-0', 'test-1', 'follow-1', 'test-2', 'follow-2'],
    ]);
    const { totals } = (await log.snapshot(streamerId, everything)).snapshot;
    expect(totals.allTime).toEqual({ ...nothing, coins: 1, gifts: 1, follows: 3 });
    const [reading] = await new RedisProjections(redis).read([streamerId]);
    expect(reading).toMatchObject({ position: { epoch, offset: 7 }, counted: { 'a.gifts': 1, 'a.follows': 3 } });
  });

  it('do not hide from the owner that the storage came back without the tail of the log', async () => {
    const position = await append(await take(), follow('f1'), follow('f2'));
    const base = streamerBase(streamerId);
    await redis.hset(`${base}meta`, { head: 1, run: 'another-life' });
    await redis.xtrim(`${base}log`, 'MAXLEN', 0);
    const run = await begin();
    await runs.append(streamerId, run, [follow('t1'), follow('t2'), follow('t3')].map(test));
    const entries = [{ event: follow('f3') }];
    const result = await log.append({ streamerId, owner, position, day: '2026-11-23', entries });
    expect(result).toMatchObject({ outcome: 'log-reset', position: { offset: 3 } });
  });

  it('tell the next owner nothing of when the source was heard last', async () => {
    const now = Date.now();
    await append(await take(), { ...chat('old'), at: now - 61_000, receivedAt: now - 60_000 });
    const run = await begin(200);
    const storm = Array.from({ length: 60 }, (_, n) => test({ ...chat(`t${n}`), at: now, receivedAt: now }));
    await runs.append(streamerId, run, storm);
    const opened = await log.open(streamerId, owner);
    expect(opened).toMatchObject({ state: { lastAppendAt: now - 60_000, clockDifferenceMs: 1000 } });
  });

  it('are refused unless they are marked', async () => {
    await expect(runs.append(streamerId, await begin(), [follow('f1')])).rejects.toThrow('marked as tests');
  });
});

describe('runs', () => {
  it('go one at a time, count what was sent, and end', async () => {
    expect(await runs.current(streamerId)).toBeUndefined();
    const id = await begin(2);
    expect(await runs.begin(streamerId, { id: randomUUID(), kind: 'gift', total: 1 })).toBe('busy');
    await runs.append(streamerId, id, [test(follow('a'))]);
    expect(await runs.current(streamerId)).toEqual({ id, kind: 'storm', sent: 1, total: 2, state: 'running' });
    await runs.append(streamerId, id, [test(follow('b'))]);
    expect(await runs.current(streamerId)).toMatchObject({ sent: 2, state: 'done' });
    await runs.end(streamerId, 'stopped');
    expect(await runs.current(streamerId)).toMatchObject({ state: 'done' });
    await begin();
  });

  it('append nothing after they were stopped, and a repeated append counts once', async () => {
    const id = await begin();
    await runs.append(streamerId, id, [test(follow('a'))]);
    await runs.append(streamerId, id, [test(follow('a'))]);
    await runs.end(streamerId, 'failed', randomUUID());
    expect(await runs.current(streamerId)).toMatchObject({ sent: 1, state: 'running' });
    await runs.end(streamerId, 'stopped');
    expect(await runs.append(streamerId, id, [test(follow('b'))])).toBe('ended');
    expect((await log.head(streamerId)).offset).toBe(1);
  });

  it('are over when nobody sends any more, and are limited in a minute', async () => {
    await begin(900);
    expect(await redis.pttl(`${streamerBase(streamerId)}test-run`)).toBeGreaterThan(0);
    await runs.end(streamerId, 'stopped');
    expect(await runs.begin(streamerId, { id: randomUUID(), kind: 'storm', total: 300 })).toBe('too-many');
    expect(await redis.pttl(`${streamerBase(streamerId)}test-rate`)).toBeGreaterThan(0);
    await begin(100);
  });
});

describe('reading back', () => {
  it('gives the newest first, in parts, and nothing of an epoch that is over', async () => {
    expect(await history.readBack(streamerId, undefined, 5)).toMatchObject({ entries: [] });
    const position = await append(await take(), follow('1'), follow('2'), follow('3'));
    const first = await history.readBack(streamerId, undefined, 2);
    expect([first.epoch, first.entries.map(({ offset }) => offset)]).toEqual([position.epoch, [3, 2]]);
    const rest = await history.readBack(streamerId, { ...position, offset: 2 }, 5);
    expect(rest.entries.map(({ offset }) => offset)).toEqual([1]);
    const other = await history.readBack(streamerId, { epoch: 'gone', offset: 2 }, 5);
    expect(other).toEqual({ epoch: position.epoch, entries: [] });
  });
});
