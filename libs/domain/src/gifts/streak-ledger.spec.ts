import { describe, expect, it } from 'vitest';
import type { LiveEventOf } from '#libs/contracts';
import type { AppendEntry, StreakTotal } from '../ports/event-log.js';
import type { GiftHit } from '../ports/live-source.js';
import { closingId, StreakLedger } from './streak-ledger.js';

const TIMEOUT = 10_000;
const HOUR = 3_600_000;
const user = { id: '7', handle: 'ada', name: 'Ada', moderator: false, subscriber: false, follower: true };
const rose = { id: '5655', name: 'Rose', coins: 1 };

let serial = 0;
function hit(repeatCount: number, more: Partial<GiftHit> = {}): GiftHit {
  serial += 1;
  return {
    type: 'gift',
    id: `gift:1:${serial}`,
    at: 1_000,
    receivedAt: 1_000,
    user,
    gift: rose,
    streakId: 's:7:1:5655',
    repeatCount,
    repeatEnd: false,
    ...more,
  };
}
const end = (repeatCount: number, more: Partial<GiftHit> = {}) => hit(repeatCount, { repeatEnd: true, ...more });

function giftOf(entry: AppendEntry | undefined): LiveEventOf<'gift'> {
  if (entry?.event.type !== 'gift') throw new Error('expected a gift');
  return entry.event;
}
function coins(entries: (AppendEntry | undefined)[]): number {
  return entries.reduce((sum, entry) => sum + (entry ? giftOf(entry).coins : 0), 0);
}
const ledger = () => new StreakLedger({ streakTimeoutMs: TIMEOUT });

describe('StreakLedger', () => {
  it('counts a streak of 36 roses as 36 coins when its end comes', () => {
    const books = ledger();
    const entries = Array.from({ length: 36 }, (_, index) => books.apply(hit(index + 1)));
    const last = books.apply(end(36));
    expect(coins(entries)).toBe(36);
    expect(giftOf(last)).toMatchObject({ count: 0, coins: 0, total: 36, streak: { state: 'closed' } });
    expect(giftOf(last).id).toBe(closingId('s:7:1:5655'));
  });

  it('closes once when the end comes twice', () => {
    const books = ledger();
    const entries = [hit(12), hit(36), end(36), end(36)].map((one) => books.apply(one));
    expect(coins(entries)).toBe(36);
    expect(entries.map((entry) => entry && giftOf(entry).streak?.state)).toEqual(['open', 'open', 'closed', undefined]);
  });

  it('closes once by the timer when the end never comes', () => {
    const books = ledger();
    const entries = [hit(12), hit(36, { receivedAt: 2_000 })].map((one) => books.apply(one));
    expect(books.sweep(2_000 + TIMEOUT - 1)).toEqual([]);
    const closings = [...books.sweep(2_000 + TIMEOUT), ...books.sweep(2_000 + 2 * TIMEOUT)];
    expect(closings).toHaveLength(1);
    expect(giftOf(closings[0])).toMatchObject({ id: closingId('s:7:1:5655'), count: 0, total: 36, gift: rose, user });
    expect(coins(entries)).toBe(36);
  });

  it('counts what is new in an end, and in what comes after a closing, without opening again', () => {
    const books = ledger();
    expect(giftOf(books.apply(end(3)))).toMatchObject({ count: 3, streak: { state: 'closed' } });
    expect(giftOf(books.apply(hit(5)))).toMatchObject({ count: 2, total: 5, streak: { state: 'closed' } });
    expect(books.apply(end(5))).toBeUndefined();
    expect(books.sweep(HOUR)).toEqual([]);
  });

  it('ignores repeated and overtaken hits', () => {
    const books = ledger();
    const entries = [hit(4), hit(4), hit(2), hit(5)].map((one) => books.apply(one));
    expect(entries.map((entry) => entry && giftOf(entry).count)).toEqual([4, undefined, undefined, 1]);
    expect(entries.map((entry) => entry?.streakBefore)).toEqual([0, undefined, undefined, 4]);
  });

  it('takes a gift without a streak as complete', () => {
    const { streakId: _, ...whole } = hit(2, { gift: { ...rose, coins: 500 } });
    const entry = ledger().apply(whole);
    expect(giftOf(entry)).toMatchObject({ count: 2, total: 2, coins: 1000 });
    expect(giftOf(entry).streak).toBeUndefined();
    expect(entry).not.toHaveProperty('streakBefore');
  });

  it('goes on in mid-streak from what the log knows', () => {
    const books = ledger();
    books.load(new Map([['s:7:1:5655', { total: 20, closed: false, lastAt: 900 }]]), 1_000);
    expect(books.apply(hit(18))).toBeUndefined();
    expect(books.apply(hit(22))).toMatchObject({ streakBefore: 20, event: { count: 2, total: 22 } });
  });

  it('closes a loaded streak by the timer when it knows, or has heard since, who sent what', () => {
    const stored = { total: 20, closed: false, lastAt: 900 };
    const silent = ledger();
    silent.load(new Map([['a', stored]]), 1_000);
    expect(silent.sweep(HOUR)).toEqual([]);
    expect(silent.totals().get('a')?.closed).toBe(true);
    const told = ledger();
    told.load(new Map([['a', { ...stored, user, gift: rose }]]), 1_000);
    expect(told.sweep(HOUR)).toMatchObject([{ event: { id: closingId('a'), total: 20, count: 0 } }]);
  });

  it('never counts a loaded closed streak again', () => {
    const books = ledger();
    books.load(new Map([['s:7:1:5655', { total: 20, closed: true, lastAt: 900 }]]), 1_000);
    expect(books.apply(end(20))).toBeUndefined();
  });

  it('does not wait for a clock that ran ahead', () => {
    const books = ledger();
    books.load(new Map([['a', { total: 1, closed: false, lastAt: 10 * HOUR, user, gift: rose }]]), 1_000);
    expect(books.sweep(1_000 + TIMEOUT)).toHaveLength(1);
  });

  it('encodes waiting hits again after a conflict', () => {
    const books = ledger();
    const pending = [hit(5), hit(8), end(9)].map((one) => books.apply(one) as AppendEntry);
    const again = books.rebase(new Map([['s:7:1:5655', 6]]), pending);
    expect(again.map((entry) => [entry.event.id, giftOf(entry).count, entry.streakBefore])).toEqual([
      [pending[1]?.event.id, 2, 6],
      [pending[2]?.event.id, 1, 8],
    ]);
    expect(coins(again)).toBe(3);
  });

  it('learns from a conflict for the hits to come', () => {
    const books = ledger();
    const pending = [books.apply(hit(5)) as AppendEntry];
    expect(books.rebase(new Map([['s:7:1:5655', 9]]), pending)).toEqual([]);
    expect(books.apply(hit(10))).toMatchObject({ streakBefore: 9, event: { count: 1 } });
  });

  it('keeps a closing through a conflict, and other events untouched', () => {
    const books = ledger();
    books.apply(hit(5));
    const closing = books.apply(end(5)) as AppendEntry;
    const chat: AppendEntry = { event: { type: 'stream.ended', id: 'e', at: 1, receivedAt: 1, roomId: '1' } };
    const again = books.rebase(new Map([['s:7:1:5655', 7]]), [chat, closing]);
    expect(again[0]).toBe(chat);
    expect(again[1]).toMatchObject({ streakBefore: 7, event: { count: 0, total: 7, streak: { state: 'closed' } } });
  });

  it('forgets closed streaks after two hours', () => {
    const books = ledger();
    for (let index = 0; index < 1_000; index += 1) books.apply(end(1, { streakId: `s${index}` }));
    books.sweep(1_000 + 2 * HOUR - 1);
    expect(books.totals().size).toBe(1_000);
    books.sweep(1_000 + 2 * HOUR);
    expect(books.totals().size).toBe(0);
  });

  it('gives its totals in the form of the log', () => {
    const books = ledger();
    books.apply(hit(3));
    books.apply(end(1, { streakId: 'b' }));
    const expected: Record<string, StreakTotal> = {
      's:7:1:5655': { total: 3, closed: false, lastAt: 1_000, user, gift: rose },
      b: { total: 1, closed: true, lastAt: 1_000 },
    };
    expect(Object.fromEntries(books.totals())).toEqual(expected);
  });
});
