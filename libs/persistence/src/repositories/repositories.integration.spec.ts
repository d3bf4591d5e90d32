import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { liveEventSchema } from '#libs/contracts';
import { BadCursorError, HandleTakenError, type LedgerRow, type NewStreamer } from '#libs/domain';
import { testEnvironment } from '../../../../test/support/services/test-environment.js';
import { TemporaryDatabase } from '../../test/temporary-database.js';
import { WidgetEntity } from '../entities/widget.entity.js';
import {
  PostgresBrokerMoveRepository,
  PostgresBrokerRepository,
  PostgresLedgerRepository,
  PostgresReadModelSource,
  PostgresStreamerRepository,
} from '../index.js';

let temporary: TemporaryDatabase;
let streamers: PostgresStreamerRepository;
let brokers: PostgresBrokerRepository;
let ledger: PostgresLedgerRepository;
let models: PostgresReadModelSource;

beforeAll(async () => {
  temporary = await TemporaryDatabase.create(testEnvironment.databaseUrl());
  streamers = new PostgresStreamerRepository(temporary.database);
  brokers = new PostgresBrokerRepository(temporary.database);
  ledger = new PostgresLedgerRepository(temporary.database);
  models = new PostgresReadModelSource(temporary.database);
});
afterAll(() => temporary[Symbol.asyncDispose]());
beforeEach(async () => {
  await temporary.database.unitOfWork().execute('truncate streamer, widget, broker, broker_move, ledger_event cascade');
});

function newStreamer(change: Partial<NewStreamer> = {}): NewStreamer {
  const id = randomUUID();
  const key = { hash: randomUUID().replaceAll('-', '').repeat(2), encrypted: `secret of ${id}` };
  return { id, handle: `h${id.slice(0, 8)}`, enabled: true, timeZone: 'UTC', key, ...change };
}
const broker = async (id: string) => (await brokers.list()).find((one) => one.streamerId === id);

describe('streamers', () => {
  it('are created with the wish for a broker, and found by id and key', async () => {
    const given = newStreamer({ timeZone: 'Europe/Berlin' });
    const created = await streamers.create(given);
    expect(created).toMatchObject({ ...given, rev: 1, broker: { generation: 0, nodeId: null } });
    expect(await streamers.find(given.id)).toEqual(created);
    expect(await streamers.findByKeyHash(given.key.hash)).toEqual(created);
    expect(await broker(given.id)).toMatchObject({
      desired: true,
      generation: 0,
      assignedAt: null,
      streamer: { handle: given.handle, timeZone: 'Europe/Berlin' },
    });
  });

  it('share no handle', async () => {
    const one = await streamers.create(newStreamer({ handle: 'one' }));
    await expect(streamers.create(newStreamer({ handle: 'one' }))).rejects.toThrow(HandleTakenError);
    const two = await streamers.create(newStreamer({ handle: 'two' }));
    await expect(streamers.update(two.id, { handle: 'one' })).rejects.toThrow(HandleTakenError);
    expect(await streamers.update(one.id, { handle: 'one' })).toMatchObject({ rev: 2, broker: { generation: 0 } });
  });

  it('come in pages, each once, while others are made', async () => {
    for (let count = 0; count < 7; count++) await streamers.create(newStreamer());
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await streamers.page({ limit: 3, after });
      seen.push(...page.items.map((item) => item.id));
      after = page.next;
    } while (after !== undefined);
    expect(new Set(seen).size).toBe(7);
    expect(seen).toHaveLength(7);
    await expect(streamers.page({ limit: 3, after: 'nonsense' })).rejects.toThrow(BadCursorError);
  });

  it('make the running broker stale when its room, day or wish changes', async () => {
    const { id } = await streamers.create(newStreamer());
    const generation = async () => (await broker(id))?.generation;
    await streamers.update(id, { enabled: true });
    expect(await generation()).toBe(0);
    await streamers.update(id, { handle: 'another' });
    expect(await generation()).toBe(1);
    await streamers.update(id, { timeZone: 'Asia/Tokyo' });
    expect(await generation()).toBe(2);
    await streamers.update(id, { enabled: false });
    expect(await broker(id)).toMatchObject({ desired: false, generation: 3 });
    await streamers.update(id, { enabled: true });
    expect(await broker(id)).toMatchObject({ desired: true, generation: 3 });
  });

  it('lose their old key at once', async () => {
    const given = newStreamer();
    await streamers.create(given);
    const key = { hash: 'f'.repeat(64), encrypted: 'other' };
    expect(await streamers.replaceKey(given.id, key)).toMatchObject({ key, rev: 2 });
    expect(await streamers.findByKeyHash(given.key.hash)).toBeUndefined();
    expect(await models.findByKeyHash(given.key.hash)).toBeUndefined();
    expect((await models.findByKeyHash(key.hash))?.rev).toBe(2);
  });

  it('leave an undesired broker behind until it is purged', async () => {
    const { id } = await streamers.create(newStreamer());
    await brokers.purge([id]);
    expect(await broker(id)).toBeDefined();
    expect(await streamers.remove(id)).toBe(true);
    expect(await streamers.remove(id)).toBe(false);
    expect(await broker(id)).toEqual({
      ...{ streamerId: id, desired: false, generation: 1, nodeId: null },
      ...{ assignedAt: null, cause: 'superseded' },
    });
    await brokers.purge([id]);
    expect(await broker(id)).toBeUndefined();
  });
});

describe('generations', () => {
  it('go to one of many claimants', async () => {
    const { id } = await streamers.create(newStreamer());
    const claim = { streamerId: id, from: 0, to: 1, cause: 'start' };
    const claimants = Array.from({ length: 8 }, () => brokers.claimGenerations([claim]));
    const winners = (await Promise.all(claimants)).filter((won) => won.has(id));
    expect(winners).toHaveLength(1);
    const after = await broker(id);
    expect(after?.generation).toBe(1);
    expect(Math.abs((after?.assignedAt ?? 0) - Date.now())).toBeLessThan(5000);
  });

  it('are as old as they are, whatever clock the one who asks goes by', async () => {
    const { id } = await streamers.create(newStreamer());
    await brokers.claimGenerations([{ streamerId: id, from: 0, to: 1, cause: 'start' }]);
    const wrong = Date.now() - 3_600_000;
    vi.spyOn(Date, 'now').mockReturnValue(wrong);
    const age = wrong - ((await broker(id))?.assignedAt ?? 0);
    vi.restoreAllMocks();
    expect(Math.abs(age)).toBeLessThan(5000);
  });

  it('are not given to a broker that is not wanted, nor from an old number', async () => {
    const { id } = await streamers.create(newStreamer({ enabled: false }));
    const other = await streamers.create(newStreamer());
    const won = await brokers.claimGenerations([
      { streamerId: id, from: 0, to: 1, cause: 'start' },
      { streamerId: other.id, from: 4, to: 5, cause: 'start' },
      { streamerId: randomUUID(), from: 0, to: 1, cause: 'start' },
    ]);
    expect(won.size).toBe(0);
  });

  it('rise with the owner that is ahead, and never fall', async () => {
    const { id } = await streamers.create(newStreamer());
    await brokers.recordOwners([{ streamerId: id, nodeId: 'w1', generation: 9 }]);
    await brokers.recordOwners([{ streamerId: id, nodeId: 'w0', generation: 8 }]);
    expect(await broker(id)).toMatchObject({ generation: 9, nodeId: 'w1' });
    await brokers.recordOwners([{ streamerId: id, nodeId: null, generation: 9 }]);
    expect(await broker(id)).toMatchObject({ generation: 9, nodeId: null });
  });
});

describe('moves', () => {
  const claim = (streamerId: string, to: number, change: { cause?: string; ownerStays?: boolean } = {}) => ({
    ...{ streamerId, from: to - 1, to, cause: 'owner-lost' },
    ...change,
  });
  const recent = (query: { streamerId?: string; nodeId?: string; limit?: number; cursor?: string }) =>
    new PostgresBrokerMoveRepository(temporary.database).recent({ limit: 10, ...query });

  it('tell who had a broker, who took it and why', async () => {
    const { id } = await streamers.create(newStreamer());
    await brokers.claimGenerations([claim(id, 1, { cause: 'start' })]);
    await brokers.recordOwners([{ streamerId: id, nodeId: 'w1', generation: 1 }]);
    await brokers.claimGenerations([claim(id, 2, { cause: 'drain', ownerStays: true })]);
    expect(await broker(id)).toMatchObject({ nodeId: 'w1', generation: 2, cause: 'drain' });
    await brokers.recordOwners([{ streamerId: id, nodeId: 'w1', generation: 1 }]);
    await brokers.recordOwners([{ streamerId: id, nodeId: 'w2', generation: 2 }]);
    await brokers.recordOwners([{ streamerId: id, nodeId: 'w9', generation: 2 }]);
    await brokers.claimGenerations([claim(id, 3)]);
    expect(await broker(id)).toMatchObject({ nodeId: null, generation: 3 });
    const { items } = await recent({ streamerId: id });
    expect(items.map(({ fromNode, toNode, cause }) => [fromNode, toNode, cause])).toEqual([
      ['w9', null, 'owner-lost'],
      ['w1', 'w2', 'drain'],
      [null, 'w1', 'start'],
    ]);
    expect(items[2]!.ownedAt! - items[2]!.claimedAt).toBeGreaterThanOrEqual(0);
    expect((await recent({ nodeId: 'w2' })).items.map((move) => move.generation)).toEqual([2]);
    expect((await recent({ nodeId: 'w1' })).items.map((move) => move.generation)).toEqual([2, 1]);
  });

  it('come in pages, are kept within bounds, and go with the broker', async () => {
    const made = await Promise.all([streamers.create(newStreamer()), streamers.create(newStreamer())]);
    for (let to = 1; to <= 5; to++) await brokers.claimGenerations(made.map(({ id }) => claim(id, to)));
    const seen = new Set<string>();
    let page = await recent({ limit: 3 });
    for (;;) {
      for (const move of page.items) seen.add(`${move.streamerId} ${move.generation}`);
      if (page.next === undefined) break;
      page = await recent({ limit: 3, cursor: page.next });
    }
    expect(seen.size).toBe(10);
    await expect(recent({ cursor: 'nonsense' })).rejects.toThrow(BadCursorError);
    const moves = new PostgresBrokerMoveRepository(temporary.database);
    await moves.prune({ keepDays: 30, keepPerStreamer: 2 });
    // Those of one millisecond come in the order of ids.
    const kept = (await recent({})).items.map((move) => move.generation);
    expect(kept.toSorted((a, b) => b - a)).toEqual([5, 5, 4, 4]);
    const work = temporary.database.unitOfWork();
    await work.execute(`update broker_move set claimed_at = now() - interval '31 days' where generation = 4`);
    await moves.prune({ keepDays: 30, keepPerStreamer: 2 });
    expect((await recent({})).items).toHaveLength(2);
    await streamers.remove(made[0].id);
    await brokers.purge([made[0].id]);
    expect((await recent({})).items.map((move) => move.streamerId)).toEqual([made[1].id]);
  });
});

describe('read models', () => {
  it('hold the saved widgets, without those of a type unknown here', async () => {
    const { id, key } = await streamers.create(newStreamer());
    const work = temporary.database.unitOfWork();
    const widget = { streamer: id, name: 'x', settings: { durationMs: 3000 }, rev: 2 };
    work.create(WidgetEntity, { ...widget, id: 'gifts', type: 'gifts' });
    work.create(WidgetEntity, { ...widget, id: 'future', type: 'holograms' });
    await work.flush();
    const widgets = [{ id: 'gifts', type: 'gifts', settings: { durationMs: 3000 }, rev: 2 }];
    expect(await models.load([id, randomUUID()])).toEqual([
      { streamerId: id, active: true, rev: 1, keyHash: key.hash, widgets, goals: [] },
    ]);
    expect(await models.revisions()).toEqual(new Map([[id, 1]]));
  });
});

describe('the ledger', () => {
  const user = {
    id: '7',
    handle: 'v',
    name: "O'Neil ? \\ $1 \0 🌹",
    moderator: false,
    subscriber: false,
    follower: true,
  };
  const follow = liveEventSchema.parse({
    type: 'follow',
    id: 'f1',
    at: 1_700_000_000_123,
    receivedAt: 1_700_000_000_456,
    user,
  });

  function row(streamerId: string, eventId: string): LedgerRow {
    const { at, receivedAt } = follow;
    return {
      streamerId,
      eventId,
      epoch: 'e1',
      appendedAt: 1_700_000_000_000,
      offset: 5,
      type: 'follow',
      at,
      receivedAt,
      userId: '7',
      payload: follow,
    };
  }

  it('takes each event once, whatever its text, and none of a deleted streamer', async () => {
    const { id } = await streamers.create(newStreamer());
    expect(await ledger.insert([row(id, 'a'), row(id, 'b'), row(id, 'a'), row(randomUUID(), 'a')])).toBe(2);
    expect(await ledger.insert([row(id, 'a'), row(id, 'c')])).toBe(1);
    const [stored] = await temporary.database
      .unitOfWork()
      .execute(`select at, coins, user_id, payload from ledger_event where event_id = 'a'`);
    expect(stored).toMatchObject({
      user_id: '7',
      coins: null,
      payload: { user: { name: user.name.replace('\0', '') } },
    });
    expect(new Date(String(stored?.['at'])).getTime()).toBe(follow.at);
    await streamers.remove(id);
    expect(await temporary.database.unitOfWork().execute('select 1 from ledger_event')).toEqual([]);
  });
});
