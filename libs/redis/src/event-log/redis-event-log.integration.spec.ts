import { randomUUID } from 'node:crypto';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { eventTypesOf, type LiveEvent, type Position } from '#libs/contracts';
import type { AppendEntry, AppendResult, Owner, PushedBatch } from '#libs/domain';
import { chat, follow, gift, like, share } from '../../../../test/support/live-events.js';
import { keysLike, openTestRedis } from '../../../../test/support/test-redis.js';
import { streamerBase } from '../keys.js';
import { RedisLeaseStore } from '../leases/redis-lease-store.js';
import { RedisEventLog } from './redis-event-log.js';
import { RedisWidgetControls } from './redis-widget-controls.js';
import { RedisLivePush } from './redis-live-push.js';
import { RedisOutbox } from './redis-outbox.js';

const redis = openTestRedis();
const subscriber = openTestRedis('subscriber');
const log = new RedisEventLog(redis);
const leases = new RedisLeaseStore(redis, { ttlMs: 5000 });
const owner: Owner = { nodeId: 'node-a', generation: 1 };
const everything = { types: eventTypesOf('feed'), limit: 50, alerts: 0 };

let streamerId: string;
let position: Position;

async function take(as: Owner): Promise<Position> {
  expect(await leases.acquire(streamerId, as)).toBe('acquired');
  const opened = await log.open(streamerId, as);
  if (opened.outcome !== 'opened') throw new Error(`not opened: ${opened.outcome}`);
  return opened.state.position;
}

async function append(entries: (LiveEvent | AppendEntry)[], as: Owner = owner): Promise<AppendResult> {
  const result = await log.append({
    streamerId,
    owner: as,
    position,
    day: '2026-11-23',
    entries: entries.map((entry) => ('event' in entry ? entry : { event: entry })),
  });
  if (result.outcome === 'appended') position = result.position;
  return result;
}

beforeEach(async () => {
  streamerId = randomUUID();
  position = await take(owner);
});
afterAll(async () => {
  await Promise.all([redis.quit(), subscriber.quit()]);
});

describe('open', () => {
  it('says up to when everything is in the log, and how far TikTok’s clock is from ours', async () => {
    const now = Date.now();
    const waited = { ...chat('waited'), at: now - 90_000, receivedAt: now - 30_000 };
    const quick = { ...like('quick', 1), at: now - 91_000, receivedAt: now - 31_500 };
    const odd = { ...chat('odd'), at: 1000, receivedAt: now - 31_000 };
    await append([odd, quick, waited]);
    const opened = await log.open(streamerId, owner);
    expect(opened).toMatchObject({ state: { lastAppendAt: now - 30_000, clockDifferenceMs: 59_500 } });
  });
});

describe('append', () => {
  it('gives dense offsets and accepts an id once, within a batch and across batches', async () => {
    expect(await append([chat('1'), chat('2'), chat('1')])).toMatchObject({ accepted: 2, position: { offset: 2 } });
    expect(await append([chat('2'), chat('3'), follow('4')])).toMatchObject({ accepted: 2, position: { offset: 4 } });
    const entries = await log.read(streamerId, { ...position, offset: 0 }, 10);
    expect(entries?.map((entry) => entry.offset)).toEqual([1, 2, 3, 4]);
    expect(entries?.map((entry) => (JSON.parse(entry.json) as LiveEvent).id)).toEqual(['1', '2', '3', '4']);
  });

  it('refuses whoever does not hold the lease, and writes nothing', async () => {
    const next: Owner = { nodeId: 'node-b', generation: 2 };
    await take(next);
    expect(await append([chat('1')])).toEqual({ outcome: 'lease-lost' });
    await leases.release(streamerId, next);
    expect(await append([chat('1')], next)).toEqual({ outcome: 'lease-missing' });
    expect((await log.head(streamerId)).offset).toBe(0);
  });

  it('counts how often the connection came back in this stream, a repeat not', async () => {
    expect(await log.activities([streamerId, randomUUID()])).toEqual([{ reconnects: 0 }, { reconnects: 0 }]);
    const at = { at: 1, receivedAt: 1 };
    const lost = (id: string): LiveEvent => ({ type: 'source.lost', id, ...at, from: 1 });
    const restored = (id: string): LiveEvent => ({ type: 'source.restored', id, ...at, from: 1, to: 2 });
    const started = (id: string): LiveEvent => ({ type: 'stream.started', id, ...at, roomId: id });
    await append([started('r1'), lost('l1'), restored('b1'), restored('b2'), lost('l2'), restored('b3')]);
    await append([restored('b3')]);
    const [activity] = await log.activities([streamerId]);
    expect(activity).toMatchObject({ reconnects: 2 });
    expect(Math.abs(activity!.lastEventAt! - Date.now())).toBeLessThan(60_000);
    await append([lost('l4'), restored('b4'), started('r2')]);
    expect(await log.activities([streamerId])).toMatchObject([{ reconnects: 0 }]);
  });

  it('refuses a batch whole when a streak total differs, and gives the stored one', async () => {
    await append([{ event: gift('g1', { streak: 's', count: 5, total: 5 }), streakBefore: 0 }]);
    const opened = await log.open(streamerId, owner);
    const known = opened.outcome === 'opened' ? opened.state.streaks.get('s') : undefined;
    expect(known).toMatchObject({ total: 5, closed: false, user: { id: 'u1' }, gift: { name: 'Rose' } });
    const refused = await append([chat('c1'), { event: gift('g2', { streak: 's', count: 9 }), streakBefore: 0 }]);
    expect(refused).toEqual({ outcome: 'streak-conflict', streaks: new Map([['s', 5]]) });
    expect(await append([{ event: gift('g2', { streak: 's', count: 4, total: 9 }), streakBefore: 5 }])).toMatchObject({
      accepted: 1,
    });
    const { snapshot } = await log.snapshot(streamerId, everything);
    expect(snapshot.totals.allTime).toMatchObject({ coins: 9, gifts: 9 });
  });

  it('says the stored total of a streak, however many of its hits are in the batch', async () => {
    await append([{ event: gift('g1', { streak: 's', count: 5, total: 5 }), streakBefore: 0 }]);
    const late = [
      { event: gift('g2', { streak: 's', count: 4, total: 4 }), streakBefore: 0 },
      { event: gift('g3', { streak: 's', count: 2, total: 6 }), streakBefore: 4 },
    ];
    expect(await append(late)).toEqual({ outcome: 'streak-conflict', streaks: new Map([['s', 5]]) });
  });

  it('refuses impossible amounts before it writes anything, and goes on', async () => {
    await append([chat('c1')]);
    await expect(append([chat('c2'), { ...gift('g1'), coins: 4.6e18 }])).rejects.toThrow('impossible coins');
    await expect(append([{ ...gift('g2'), count: 0.5 }])).rejects.toThrow('impossible count');
    expect(await append([chat('c2'), follow('f1')])).toMatchObject({ accepted: 2, position: { offset: 3 } });
  });

  it('lets the log and what it has seen run out by themselves, however fast appends follow each other', async () => {
    await append([chat('1')]);
    await append([follow('2')]);
    await append([chat('3')]);
    const keys = await keysLike(redis, `${streamerBase(streamerId)}seen:*`);
    const seconds = await Promise.all(keys.map(async (key) => await redis.ttl(key)));
    expect(keys).toHaveLength(2);
    expect(seconds.every((left) => left > 44 * 60)).toBe(true);
    expect(await redis.pttl(`${streamerBase(streamerId)}log`)).toBeGreaterThan(29 * 60 * 1000);
    expect(await append([chat('1'), follow('2')])).toMatchObject({ accepted: 0 });
  });

  it('drops what it has seen before it looks at streak totals', async () => {
    const first = { event: gift('g1', { streak: 's', count: 5, total: 5 }), streakBefore: 0 };
    await append([first]);
    const second = { event: gift('g2', { streak: 's', count: 1, total: 6 }), streakBefore: 5 };
    expect(await append([first, second])).toMatchObject({ outcome: 'appended', accepted: 1 });
  });

  it('notices a log that lost its tail, and begins a new epoch once', async () => {
    await append([chat('1'), chat('2')]);
    const lost = { epoch: position.epoch, offset: 7 };
    position = lost;
    expect(await append([chat('3')])).toMatchObject({ outcome: 'log-reset', position: { offset: 2 } });
    const resumption = { session: 4, liveRoomId: '100', streaks: new Map([['s', 7]]) };
    const renewed = await log.renewEpoch(streamerId, owner, lost, resumption);
    expect(renewed).toMatchObject({ outcome: 'appended', position: { offset: 0 } });
    expect(await log.renewEpoch(streamerId, owner, lost, resumption)).toEqual(renewed);
    const opened = await log.open(streamerId, owner);
    expect(opened).toMatchObject({ state: { liveRoomId: '100', session: 0 } });
    expect(opened.outcome === 'opened' && opened.state.streaks.get('s')?.total).toBe(7);
    expect(await log.read(streamerId, lost, 10)).toBeUndefined();
  });
});

describe('projections', () => {
  it('count totals, rank people and keep the newest of each kind', async () => {
    await append([
      gift('g1', { price: 100, from: 'ann' }),
      gift('g2', { price: 5, count: 3, from: 'bob' }),
      like('l1', 15, 'bob'),
      follow('f1', 'cem'),
      share('s1', 'dee'),
    ]);
    const { snapshot, position: at } = await log.snapshot(streamerId, everything);
    const counts = { coins: 115, gifts: 4, likes: 15, follows: 1, shares: 1, subscribes: 0 };
    expect(snapshot.totals).toEqual({ session: counts, today: counts, allTime: counts });
    expect(snapshot.leaderboard.session.coins.map((entry) => [entry.user.id, entry.score])).toEqual([
      ['ann', 100],
      ['bob', 15],
    ]);
    expect(snapshot.latest.follow).toMatchObject({ id: 'f1' });
    expect(snapshot.recent.map((item) => item.event.id)).toEqual(['g1', 'g2', 'l1', 'f1', 's1']);
    expect(snapshot.offset).toBe(at.offset);
  });

  it('begin a session at the start of another stream, not at a reconnect', async () => {
    const started = (id: string, roomId: string): LiveEvent => ({
      type: 'stream.started',
      id,
      at: 1,
      receivedAt: 1,
      roomId,
    });
    await append([started('a', '100'), gift('g1')]);
    expect(await append([started('b', '100')])).toMatchObject({ accepted: 0 });
    await append([gift('g2')]);
    expect((await log.snapshot(streamerId, everything)).snapshot.totals.session.gifts).toBe(2);
    await append([
      { type: 'stream.ended', id: 'c', at: 1, receivedAt: 1, roomId: '100' },
      started('d', '101'),
      gift('g3'),
    ]);
    const { totals } = (await log.snapshot(streamerId, everything)).snapshot;
    expect([totals.session.gifts, totals.allTime.gifts]).toEqual([1, 3]);
  });

  it('keep one open gap, whoever reports it', async () => {
    const lost = (id: string): LiveEvent => ({ type: 'source.lost', id, at: 1, receivedAt: 1, from: 1764000000123 });
    const restored: LiveEvent = {
      type: 'source.restored',
      id: 'r',
      at: 1,
      receivedAt: 1,
      from: 1764000000123,
      to: 1764000009999,
    };
    expect(await append([restored])).toMatchObject({ accepted: 0 });
    expect(await append([lost('x'), lost('y')])).toMatchObject({ accepted: 1 });
    const opened = await log.open(streamerId, owner);
    expect(opened).toMatchObject({ state: { gapFrom: 1764000000123 } });
    expect(await append([restored])).toMatchObject({ accepted: 1 });
    expect(await log.open(streamerId, owner)).not.toHaveProperty('state.gapFrom');
  });
});

describe('what is kept', () => {
  it('keeps a subscription although a storm of gifts came after it', async () => {
    await append([follow('f1')]);
    for (let batch = 0; batch < 6; batch++) {
      await append(Array.from({ length: 100 }, (_, n) => gift(`g${batch}-${n}`)));
    }
    const { alerts } = await log.snapshot(streamerId, { ...everything, alerts: 500 });
    expect(alerts[0]?.event.id).toBe('f1');
    expect(alerts.at(-1)?.event.id).toBe('g5-99');
    const offsets = alerts.map((alert) => alert.offset);
    expect(offsets).toEqual(offsets.toSorted((a, b) => a - b));
  });

  it('is nothing of a streamer who is gone', async () => {
    await append([gift('g1', { streak: 's', count: 2 }), like('l1', 4), follow('f1'), chat('c1')]);
    await log.reportStatus(streamerId, 1, { state: 'live', since: 5 });
    const controls = new RedisWidgetControls(redis);
    for (const id of ['gifts', 'a-saved-one', 'another']) {
      await controls.command(streamerId, { id, type: 'gifts' }, { action: 'skip', eventId: 'g1' });
    }
    await controls.forget(streamerId, 'another');
    expect(await keysLike(redis, `*${streamerId}*another`)).toEqual([]);
    expect(await keysLike(redis, `*${streamerId}*a-saved-one`)).toHaveLength(2);
    expect(await keysLike(redis, `*${streamerId}*`)).not.toEqual([]);
    await leases.fence(streamerId, Number.MAX_SAFE_INTEGER);
    await log.forget(streamerId);
    expect(await keysLike(redis, `*${streamerId}*`)).toEqual([`${streamerBase(streamerId)}fence`]);
    expect(await redis.ttl(`${streamerBase(streamerId)}fence`)).toBeGreaterThan(0);
    // Whoever owned them and was away cannot come back.
    expect(await leases.renew('node-a', [{ streamerId, generation: 1 }])).toEqual(['lost']);
    expect(await leases.acquire(streamerId, owner)).toBe('fenced');
  });
});

describe('push, outbox and status', () => {
  it('pushes each batch with the bytes that pages get', async () => {
    const push = new RedisLivePush(subscriber, (error) => {
      throw error;
    });
    const batches: PushedBatch[] = [];
    const statuses: string[] = [];
    await push.subscribe(streamerId, {
      onBatch: (batch) => batches.push(batch),
      onStatus: (status) => statuses.push(status.state),
      onControl: () => undefined,
    });
    await append([chat('1', 'naïve 🌹 \n line'), follow('2')]);
    await log.reportStatus(streamerId, 1, { state: 'live', since: 5 });
    await log.reportStatus(streamerId, 0, { state: 'offline', since: 6 });
    await expect.poll(() => statuses).toEqual(['live']);
    expect(batches).toHaveLength(1);
    const [batch] = batches;
    expect(batch).toMatchObject({ epoch: position.epoch, from: 0, to: 2 });
    expect([...batch!.changed].toSorted()).toEqual(['latest', 'totals']);
    const items = batch!.items.map((item) => JSON.parse(Buffer.from(item.json).toString()) as { event: LiveEvent });
    expect(items.map((item) => item.event)).toMatchObject([{ text: 'naïve 🌹 \n line' }, { type: 'follow' }]);
  });

  it('hands every paid event to the ledger until it is acknowledged', async () => {
    const outbox = (consumer: string) =>
      new RedisOutbox(redis, {
        consumer,
        reclaimAfterMs: 0,
        onBadEntry: (error) => {
          throw error;
        },
      });
    const mine = async (consumer: string) => {
      const batch = await outbox(consumer).take(1000);
      return { ...batch, ids: batch.entries.flatMap((e) => (e.streamerId === streamerId ? [e.event.id] : [])) };
    };
    await append([gift('g1'), chat('c1'), follow('f1')]);
    await mine('first');
    await expect.poll(async () => (await mine('second')).ids).toEqual(['g1', 'f1']);
    await (await mine('third')).acknowledge();
    expect((await mine('fourth')).ids).toEqual([]);
  });

  it('does not claim to be live when nobody owns the streamer', async () => {
    await log.reportStatus(streamerId, 1, { state: 'live', since: 5 });
    expect((await log.snapshot(streamerId, everything)).status.state).toBe('live');
    await redis.del(`${streamerBase(streamerId)}lease`);
    expect((await log.snapshot(streamerId, everything)).status.state).toBe('retrying');
  });
});
