import { describe, expect, it } from 'vitest';
import type { GiftHit, SourceFact } from '#libs/domain';
import { StreakLedger } from '#libs/domain';
import { SessionMemory } from './session-memory.js';

const user = { id: '7', handle: 'ada', name: 'Ada', moderator: false, subscriber: false, follower: true };
let serial = 0;
function hit(repeatCount: number, more: Partial<GiftHit> = {}): GiftHit {
  serial += 1;
  const gift = { id: '5655', name: 'Rose', coins: 1 };
  const base = { type: 'gift' as const, id: `gift:1:${serial}`, at: 1_000 + serial, receivedAt: 1_000, user, gift };
  return { ...base, streakId: '7:0:5655', repeatCount, repeatEnd: false, ...more };
}
const end = (repeatCount: number, more: Partial<GiftHit> = {}) => hit(repeatCount, { repeatEnd: true, ...more });

/** Coins that a ledger counts of these hits after the session's memory, and what was suspect. */
function heard(...hits: GiftHit[]): { coins: number; reasons: string[] } {
  const memory = new SessionMemory();
  const ledger = new StreakLedger({ streakTimeoutMs: 10_000 });
  const reasons: string[] = [];
  const about = {
    method: 'WebcastGiftMessage',
    history: false,
    suspect: (reason: string) => void reasons.push(reason),
  };
  const coins = hits.reduce((sum, one) => {
    const outcome = memory.settle(one, about);
    if (outcome.kind !== 'fact' || outcome.fact.type !== 'gift') throw new Error('a gift stays a gift');
    const event = ledger.apply(outcome.fact)?.event;
    return sum + (event?.type === 'gift' ? event.coins : 0);
  }, 0);
  return { coins, reasons: [...new Set(reasons)] };
}

describe('gifts in a row without the number of a row', () => {
  it('are counted row by row: after an end, after a fall, after a repeated number, after a silence', () => {
    expect(heard(hit(1), hit(3), end(3), hit(1), end(1))).toEqual({ coins: 4, reasons: ['no-group'] });
    expect(heard(hit(5), hit(2)).coins).toBe(7);
    expect(heard(hit(1), hit(1), hit(1)).coins).toBe(3);
    expect(heard(hit(3), hit(5, { receivedAt: 60_000 })).coins).toBe(8);
  });

  it('are counted once when a message comes twice', () => {
    const one = hit(2);
    expect(heard(one, one).coins).toBe(2);
  });
});

describe('running numbers', () => {
  const grouped = { streakId: '7:44:5655' };
  it('that fall within a row are suspect, and count nothing twice', () => {
    expect(heard(hit(4, grouped), hit(2, grouped), end(5, grouped))).toEqual({ coins: 5, reasons: ['falling-count'] });
    expect(heard(hit(4, grouped), end(4, grouped)).reasons).toEqual([]);
  });
});

describe('a subscription', () => {
  const subscribe = (at: number, id: string): SourceFact => ({ type: 'subscribe', id, at, receivedAt: at, user });
  const settle = (memory: SessionMemory, one: SourceFact, method: string) =>
    memory.settle(one, { method, history: false, suspect: () => undefined }).kind;

  it('that is told by two kinds of message is heard once; a later one is another', () => {
    const memory = new SessionMemory();
    expect(settle(memory, subscribe(1_000, 'a'), 'WebcastSubNotifyMessage')).toBe('fact');
    expect(settle(memory, subscribe(1_900, 'b'), 'WebcastBarrageMessage')).toBe('ignored');
    expect(settle(memory, subscribe(90_000, 'c'), 'WebcastBarrageMessage')).toBe('fact');
  });
});
