import type { Gift, LiveEventOf, LiveUser } from '#libs/contracts';
import type { AppendEntry, StreakTotal } from '../ports/event-log.js';
import type { GiftHit } from '../ports/live-source.js';

export interface StreakLedgerOptions {
  /** A streak without a hit for this long, ms, is closed by `sweep`. */
  streakTimeoutMs: number;
  /** Closed streaks are remembered this long, ms, so that repeated messages add nothing. Default: 2 hours. */
  closedTtlMs?: number;
}

interface OpenStreak {
  total: number;
  /** ms of the last hit, on the receiver's clock. */
  lastAt: number;
  /** Who sends what; unknown for a streak that was loaded and has had no hit since. */
  sent?: { user: LiveUser; gift: Gift };
}

interface ClosedStreak {
  total: number;
  lastAt: number;
}

type GiftEvent = LiveEventOf<'gift'>;

const TWO_HOURS_MS = 2 * 60 * 60 * 1000;

/** The id of a closing that no message caused: the same for every owner, so that two of them close a streak once. */
export function closingId(streakId: string): string {
  return `close:${streakId}`;
}

/**
 * Turns the hits of one streamer's gifts into events that count every coin once. A streak is worth the highest
 * running number heard of it; each event carries what is new. Repeated, overtaken and late hits add only what was
 * not counted yet. Not a clock in sight: times come with the hits and calls.
 */
export class StreakLedger {
  private readonly open = new Map<string, OpenStreak>();
  /** In the order of the last change, so that forgetting stops at the first young one. */
  private readonly closed = new Map<string, ClosedStreak>();
  private readonly streakTimeoutMs: number;
  private readonly closedTtlMs: number;

  constructor(options: StreakLedgerOptions) {
    this.streakTimeoutMs = options.streakTimeoutMs;
    this.closedTtlMs = options.closedTtlMs ?? TWO_HOURS_MS;
  }

  /**
   * Takes over what the log knows, at `now` in ms. Forgets what it held before. Of an open streak that is stored
   * without `user` and `gift`, no event can tell the closing until it is hit again.
   */
  load(stored: ReadonlyMap<string, StreakTotal>, now: number): void {
    this.open.clear();
    this.closed.clear();
    const oldestFirst = [...stored].sort(([, a], [, b]) => a.lastAt - b.lastAt);
    for (const [id, streak] of oldestFirst) {
      // A clock ahead of ours must not keep a streak open for longer than the timeout.
      const lastAt = Math.min(streak.lastAt, now);
      if (streak.closed) this.closed.set(id, { total: streak.total, lastAt });
      else this.open.set(id, { total: streak.total, lastAt, ...sentBy(streak) });
    }
  }

  /** The entry to append for a hit; `undefined` when it says nothing new. */
  apply(hit: GiftHit): AppendEntry | undefined {
    if (hit.streakId === undefined) return { event: completeGift(hit) };
    const late = this.closed.get(hit.streakId);
    return late ? this.applyLate(hit, hit.streakId, late) : this.applyOpen(hit, hit.streakId);
  }

  /** Closes streaks that went silent, and forgets the closed ones of long ago. `now` in ms. */
  sweep(now: number): AppendEntry[] {
    const entries: AppendEntry[] = [];
    for (const [id, streak] of this.open) {
      if (now - streak.lastAt < this.streakTimeoutMs) continue;
      this.close(id, streak.total, now);
      // Without knowing who sent what there is nothing to tell anybody.
      if (streak.sent) entries.push(closing(id, streak.total, { ...streak.sent, at: now, receivedAt: now }));
    }
    for (const [id, streak] of this.closed) {
      if (now - streak.lastAt < this.closedTtlMs) break;
      this.closed.delete(id);
    }
    return entries;
  }

  /**
   * After a `streak-conflict`: encodes what was not accepted yet against the stored totals, in order and under the
   * same ids, and drops what adds nothing. Pass every entry that waits, not only those of the refused batch.
   */
  rebase(stored: ReadonlyMap<string, number>, pending: readonly AppendEntry[]): AppendEntry[] {
    const totals = new Map(stored);
    const kept: AppendEntry[] = [];
    for (const entry of pending) {
      const again = rebaseEntry(entry, totals);
      if (again) kept.push(again);
    }
    for (const [id, total] of totals) this.raise(id, total);
    return kept;
  }

  /** What it believes, in the form in which the log stores it. */
  totals(): Map<string, StreakTotal> {
    const totals = new Map<string, StreakTotal>();
    for (const [id, { total, lastAt }] of this.closed) totals.set(id, { total, lastAt, closed: true });
    for (const [id, { total, lastAt, sent }] of this.open) totals.set(id, { total, lastAt, closed: false, ...sent });
    return totals;
  }

  private applyOpen(hit: GiftHit, id: string): AppendEntry | undefined {
    const before = this.open.get(id);
    const totalBefore = before?.total ?? 0;
    const total = Math.max(totalBefore, hit.repeatCount);
    const lastAt = Math.max(before?.lastAt ?? 0, hit.receivedAt);
    if (hit.repeatEnd) this.close(id, total, lastAt);
    else this.open.set(id, { total, lastAt, sent: { user: hit.user, gift: hit.gift } });
    if (total > totalBefore) return growth(hit, id, totalBefore, hit.repeatEnd ? 'closed' : 'open');
    return hit.repeatEnd ? closing(id, total, hit) : undefined;
  }

  /** Coins paid after a closing count, but the streak stays closed: it was told once that it is over. */
  private applyLate(hit: GiftHit, id: string, before: ClosedStreak): AppendEntry | undefined {
    if (hit.repeatCount <= before.total) return undefined;
    this.close(id, hit.repeatCount, Math.max(before.lastAt, hit.receivedAt));
    return growth(hit, id, before.total, 'closed');
  }

  private close(id: string, total: number, lastAt: number): void {
    this.open.delete(id);
    this.closed.delete(id);
    this.closed.set(id, { total, lastAt });
  }

  private raise(id: string, total: number): void {
    const streak = this.open.get(id) ?? this.closed.get(id);
    if (streak) streak.total = Math.max(streak.total, total);
  }
}

function sentBy(streak: StreakTotal): Pick<OpenStreak, 'sent'> {
  return streak.user && streak.gift ? { sent: { user: streak.user, gift: streak.gift } } : {};
}

function completeGift(hit: GiftHit): GiftEvent {
  const { id, at, receivedAt, user, gift, repeatCount } = hit;
  const coins = repeatCount * gift.coins;
  return { type: 'gift', id, at, receivedAt, user, gift, count: repeatCount, total: repeatCount, coins };
}

function growth(hit: GiftHit, streakId: string, before: number, state: 'open' | 'closed'): AppendEntry {
  const { id, at, receivedAt, user, gift, repeatCount: total } = hit;
  const count = total - before;
  const streak = { id: streakId, state };
  return {
    event: { type: 'gift', id, at, receivedAt, user, gift, count, total, coins: count * gift.coins, streak },
    streakBefore: before,
  };
}

function closing(
  streakId: string,
  total: number,
  last: Pick<GiftEvent, 'user' | 'gift' | 'at' | 'receivedAt'>,
): AppendEntry {
  const { user, gift, at, receivedAt } = last;
  const streak = { id: streakId, state: 'closed' as const };
  const id = closingId(streakId);
  return {
    event: { type: 'gift', id, at, receivedAt, user, gift, count: 0, total, coins: 0, streak },
    streakBefore: total,
  };
}

/** Encodes one entry against `totals`, and counts it in there; `undefined` when it adds nothing any more. */
function rebaseEntry(entry: AppendEntry, totals: Map<string, number>): AppendEntry | undefined {
  const { event, streakBefore } = entry;
  if (event.type !== 'gift' || !event.streak) return entry;
  const before = totals.get(event.streak.id) ?? streakBefore ?? 0;
  const total = Math.max(before, event.total);
  const count = total - before;
  totals.set(event.streak.id, total);
  if (count === 0 && event.streak.state === 'open') return undefined;
  return { ...entry, event: { ...event, count, total, coins: count * event.gift.coins }, streakBefore: before };
}
