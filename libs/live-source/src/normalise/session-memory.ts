import type { DriftReason } from '#libs/contracts';
import type { GiftHit, SourceFact } from '#libs/domain';
import { NO_GROUP } from './gift.js';
import type { Outcome } from './outcome.js';
import { fact, IGNORED } from './outcome.js';

const MOST_ROWS = 1_000;
const MOST_SUBSCRIBERS = 200;
/** A row without a number is over when nothing came for this long, ms. */
const ROW_SILENCE_MS = 30_000;
/** Nobody subscribes twice within this time, ms. */
const SUBSCRIBE_MS = 60_000;

interface Row {
  streakId: string;
  count: number;
  ended: boolean;
  lastAt: number;
  lastId: string;
}

interface About {
  method: string;
  history: boolean;
  suspect(reason: DriftReason): void;
}

/**
 * What a session remembers, bounded, of the messages before: to notice running numbers that fall, to tell rows of
 * gifts apart that carry no number of their own, and to hear one subscription once that TikTok tells in two ways.
 */
export class SessionMemory {
  private readonly rows = new Map<string, Row>();
  private readonly subscribers = new Map<string, { method: string; at: number }>();

  settle(one: SourceFact, about: About): Outcome {
    if (one.type === 'gift') return fact(one.streakId === undefined ? one : this.settleGift(one, one.streakId, about));
    if (one.type !== 'subscribe') return fact(one);
    const before = this.subscribers.get(one.user.id);
    if (before && before.method !== about.method && Math.abs(one.at - before.at) < SUBSCRIBE_MS) return IGNORED;
    keep(this.subscribers, MOST_SUBSCRIBERS, one.user.id, { method: about.method, at: one.at });
    return fact(one);
  }

  private settleGift(hit: GiftHit, streakId: string, about: About): GiftHit {
    const groupless = streakId.split(':')[1] === NO_GROUP;
    if (groupless) about.suspect('no-group');
    const row = this.rows.get(streakId);
    const same = row && (!groupless || goesOn(row, hit)) ? row : undefined;
    if (same && !groupless && !about.history && hit.repeatCount < same.count) about.suspect('falling-count');
    const now = {
      streakId: same?.streakId ?? (groupless ? streakId.replace(`:${NO_GROUP}:`, `:${NO_GROUP}-${hit.at}:`) : streakId),
      count: Math.max(same?.count ?? 0, hit.repeatCount),
      ended: hit.repeatEnd || same?.ended === true,
      lastAt: hit.receivedAt,
      lastId: hit.id,
    };
    keep(this.rows, MOST_ROWS, streakId, now);
    return groupless ? { ...hit, streakId: now.streakId } : hit;
  }
}

/** Whether a hit without a group belongs to the row before: numbers rise within a row, and its end repeats the last. */
function goesOn(row: Row, hit: GiftHit): boolean {
  if (hit.id === row.lastId) return true;
  if (row.ended || hit.receivedAt - row.lastAt > ROW_SILENCE_MS) return false;
  return hit.repeatCount > row.count || (hit.repeatCount === row.count && hit.repeatEnd);
}

/** Newest last; the oldest goes. */
function keep<V>(map: Map<string, V>, most: number, key: string, value: V): void {
  map.delete(key);
  map.set(key, value);
  const oldest = map.size > most ? map.keys().next().value : undefined;
  if (oldest !== undefined) map.delete(oldest);
}
