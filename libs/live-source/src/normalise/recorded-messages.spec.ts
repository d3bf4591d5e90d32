import { describe, expect, it } from 'vitest';
import { liveEventSchema } from '#libs/contracts';
import type { LiveEvent } from '#libs/contracts';
import { StreakLedger } from '#libs/domain';
import type { GiftHit, SourceFact } from '#libs/domain';
import { WebcastGiftMessage } from 'tiktok-live-connector';
import { Tally } from '../../test/listening.js';
import { recordedLines, recordedMessages } from '../../test/recorded.js';
import { normaliseMessage } from './normalise-message.js';

const RECEIVED_AT = 1_800_000_000_000;
const context = { roomId: '1', receivedAt: RECEIVED_AT };

function normaliseAll(): { tally: Tally; facts: SourceFact[] } {
  const tally = new Tally();
  const facts = recordedMessages().flatMap((message) => {
    const told = normaliseMessage(message, context, tally);
    return told?.kind === 'fact' ? [told.fact] : [];
  });
  return { tally, facts };
}

/** Gifts have to pass the ledger before they are events. */
function eventsOf(facts: readonly SourceFact[]): LiveEvent[] {
  const ledger = new StreakLedger({ streakTimeoutMs: 10_000 });
  return facts.flatMap((fact) => {
    if (fact.type !== 'gift') return [fact];
    const entry = ledger.apply(fact);
    return entry ? [entry.event] : [];
  });
}

describe('the 1,032 recorded messages', () => {
  const { tally, facts } = normaliseAll();

  it('each become a fact, or are ignored by name: none is lost, unknown or undecodable', () => {
    expect(tally.messages).toBe(1_032);
    expect(tally.outcomes).toBe(1_032);
    expect(tally.sum('unknown') + tally.sum('undecodable') + tally.sum('invalid')).toBe(0);
    expect(tally.sum('fact') - tally.sum('fact control')).toBe(facts.length);
  });

  it('become what they are', () => {
    const byType = Object.fromEntries(Object.entries(tally.counts).filter(([name]) => name.startsWith('fact ')));
    expect(byType).toEqual({
      'fact battle': 11,
      // The eighth has no words.
      'fact caption': 7,
      'fact chat': 75,
      'fact control': 4,
      'fact emote': 8,
      'fact envelope': 34,
      'fact follow': 42,
      'fact gift': 75,
      'fact join': 83,
      'fact like': 82,
      'fact question': 5,
      'fact share': 35,
      'fact subscribe': 1,
      'fact viewers': 98,
    });
  });

  it('are valid events with ids of their own', () => {
    for (const event of eventsOf(facts)) {
      expect(liveEventSchema.safeParse(event).error).toBeUndefined();
      expect(event.id).toMatch(/^(?:close:)?\w+:\d+:\d+$/u);
    }
    expect(new Set(facts.map((fact) => fact.id)).size).toBe(facts.length);
    expect(facts.every((fact) => fact.receivedAt === RECEIVED_AT)).toBe(true);
  });

  it('take the time of receipt where TikTok gave none', () => {
    const captions = facts.filter((fact) => fact.type === 'caption');
    expect(captions.every((fact) => fact.at === RECEIVED_AT)).toBe(true);
    expect(facts.filter((fact) => fact.type !== 'caption').every((fact) => fact.at < RECEIVED_AT)).toBe(true);
  });

  it('give each sender the coins of their streak maxima, in any order', () => {
    const hits = facts.filter((fact): fact is GiftHit => fact.type === 'gift');
    const expected = coinsBySender();
    expect(expected.size).toBeGreaterThan(20);
    for (const order of [hits, hits.toReversed(), [...hits, ...hits]]) {
      const ledger = new StreakLedger({ streakTimeoutMs: 10_000 });
      const coins = new Map<string, number>();
      const seen = new Set<string>();
      for (const hit of order) {
        const event = ledger.apply(hit)?.event;
        if (event?.type !== 'gift' || seen.has(event.id)) continue;
        seen.add(event.id);
        coins.set(event.user.id, (coins.get(event.user.id) ?? 0) + event.coins);
      }
      expect(coins).toEqual(expected);
    }
  });
});

/** From the bytes alone, without the normaliser: a streak is a sender's group, worth its highest count. */
function coinsBySender(): Map<string, number> {
  const highest = new Map<string, { sender: string; coins: number }>();
  for (const line of recordedLines().filter(({ method }) => method === 'WebcastGiftMessage')) {
    const message = WebcastGiftMessage.decode(Buffer.from(line.payload, 'base64'));
    const sender = message.user?.id ?? '';
    const combo = message.gift?.type === 1;
    const key = combo ? `${sender}/${message.groupId}/${message.giftId}` : line.msgId;
    const coins = message.repeatCount * (message.gift?.diamondCount ?? 0);
    if ((highest.get(key)?.coins ?? -1) < coins) highest.set(key, { sender, coins });
  }
  const bySender = new Map<string, number>();
  for (const { sender, coins } of highest.values()) bySender.set(sender, (bySender.get(sender) ?? 0) + coins);
  return bySender;
}
