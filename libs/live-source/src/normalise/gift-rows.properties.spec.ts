import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CommonMessageData, Gift, User, WebcastGiftMessage } from 'tiktok-live-proto/v3';
import { StreakLedger } from '#libs/domain';
import { throughTheLibrary } from '../../test/recorded.js';
import { NO_COUNTERS } from '../source-counters.js';
import { normaliseMessage } from './normalise-message.js';
import { SessionMemory } from './session-memory.js';

const EMPTY = new Uint8Array();
const PRICE = 5;

/** What somebody sends in one go: rising running numbers from one on, perhaps an end, perhaps repeated messages. */
const row = fc.record({
  sender: fc.integer({ min: 1, max: 3 }),
  /** 0 stands for a row that TikTok gave no number. */
  grouped: fc.boolean(),
  steps: fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 5 }),
  ended: fc.boolean(),
  repeated: fc.boolean(),
  pauseMs: fc.nat(60_000),
});

type Row = typeof row extends fc.Arbitrary<infer T> ? T : never;

interface Sent {
  at: number;
  sender: number;
  groupId: string;
  repeatCount: number;
  repeatEnd: number;
  repeated: boolean;
}

/** Rows of one sender one after another, told as messages; and what they are worth, counted as they are made. */
function play(rows: readonly Row[]): { sent: Sent[]; coins: number } {
  let at = 1_800_000_000_000;
  let coins = 0;
  const sent = rows.flatMap(({ sender, grouped, steps, ended, repeated, pauseMs }, index) => {
    at += pauseMs;
    const groupId = grouped ? String(1_700_000_000_000 + index) : '0';
    const counts = [1, ...steps.map((_, place) => 1 + steps.slice(0, place + 1).reduce((sum, step) => sum + step, 0))];
    coins += counts.at(-1)! * PRICE;
    const base = { sender, groupId, repeated };
    const hits = counts.map((repeatCount) => ({ ...base, at: (at += 100), repeatCount, repeatEnd: 0 }));
    const end = { ...base, at: (at += 100), repeatCount: counts.at(-1)!, repeatEnd: 1 };
    return ended ? [...hits, end] : hits;
  });
  return { sent, coins };
}
/** The messages on their real way: encoded, decoded by the library, normalised in one session, counted by a ledger. */
function heard(sent: readonly Sent[]): number {
  const memory = new SessionMemory();
  const ledger = new StreakLedger({ streakTimeoutMs: 8_000 });
  const raw = sent.flatMap(({ at, sender, groupId, repeatCount, repeatEnd, repeated }, index) => {
    const empty = WebcastGiftMessage.decode(EMPTY);
    const common = {
      ...CommonMessageData.decode(EMPTY),
      msgId: String(index + 1),
      roomId: '9',
      createTime: String(at),
    };
    const user = { ...User.decode(EMPTY), id: String(sender), nickname: 'n', displayId: 'd' };
    const gift = { ...Gift.decode(EMPTY), id: '5655', type: 1, diamondCount: PRICE };
    const message = { ...empty, common, user, gift, giftId: '5655', groupId, repeatCount, repeatEnd };
    const payload = Buffer.from(WebcastGiftMessage.encode(message).finish());
    const line = { method: 'WebcastGiftMessage', msgId: String(index + 1), payload };
    return repeated ? [line, line] : [line];
  });
  let coins = 0;
  const seen = new Set<string>();
  for (const [index, message] of throughTheLibrary(raw).entries()) {
    const receivedAt = sent[Number(raw[index]!.msgId) - 1]!.at;
    for (const entry of ledger.sweep(receivedAt)) if (entry.event.type === 'gift') coins += entry.event.coins;
    const told = normaliseMessage(message, { roomId: '9', receivedAt, memory }, NO_COUNTERS);
    if (told?.kind !== 'fact' || told.fact.type !== 'gift') throw new Error('a gift stays a gift');
    const event = ledger.apply(told.fact)?.event;
    if (event?.type !== 'gift' || seen.has(event.id)) continue;
    seen.add(event.id);
    coins += event.coins;
  }
  return coins;
}

describe('rows of gifts from the wire to coins, against a model that counts as they are made', () => {
  it('count every row once, with and without a number, with and without an end, repeated or not', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 12 }), (rows) => {
        const { sent, coins } = play(rows);
        expect(heard(sent)).toBe(coins);
      }),
      { numRuns: 300 },
    );
  });
});
