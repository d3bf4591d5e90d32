import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AppendEntry, StreakTotal } from '../ports/event-log.js';
import type { GiftHit } from '../ports/live-source.js';
import { closingId, StreakLedger } from './streak-ledger.js';

/** The rules of the event log, told again from its contract and without the ledger's help. */
class ModelLog {
  readonly seen = new Set<string>();
  readonly totals = new Map<string, StreakTotal>();
  readonly coins = new Map<string, number>();
  readonly closings = new Map<string, number>();

  append(entries: readonly AppendEntry[]): Map<string, number> | 'appended' {
    const fresh = entries.filter((entry) => !this.seen.has(entry.event.id));
    const running = new Map([...this.totals].map(([id, streak]) => [id, streak.total]));
    for (const { event, streakBefore } of fresh) {
      if (event.type !== 'gift' || !event.streak) continue;
      if ((running.get(event.streak.id) ?? 0) !== streakBefore) return this.stored(fresh);
      running.set(event.streak.id, event.total);
    }
    for (const entry of fresh) this.accept(entry);
    return 'appended';
  }

  private stored(entries: readonly AppendEntry[]): Map<string, number> {
    const ids = entries.map(({ event }) => (event.type === 'gift' ? event.streak?.id : undefined));
    return new Map(ids.filter((id) => id !== undefined).map((id) => [id, this.totals.get(id)?.total ?? 0]));
  }

  private accept({ event }: AppendEntry): void {
    if (event.type !== 'gift' || !event.streak) throw new Error('streaks alone');
    const { id, state } = event.streak;
    this.seen.add(event.id);
    const before = this.totals.get(id);
    expect(event.coins).toBe(event.count * event.gift.coins);
    expect(event.total).toBe((before?.total ?? 0) + event.count);
    this.totals.set(id, {
      total: event.total,
      closed: before?.closed === true || state === 'closed',
      lastAt: event.receivedAt,
    });
    this.coins.set(id, (this.coins.get(id) ?? 0) + event.coins);
    if (event.count === 0) this.closings.set(id, (this.closings.get(id) ?? 0) + 1);
  }
}

/** A worker: what it heard and did not get into the log dies with it. */
class ModelOwner {
  private readonly ledger = new StreakLedger({ streakTimeoutMs: 1_000 });
  private pending: AppendEntry[] = [];
  heard: GiftHit[] = [];

  constructor(
    private readonly log: ModelLog,
    now: number,
  ) {
    this.ledger.load(log.totals, now);
  }

  hear(hit: GiftHit): void {
    this.heard.push(hit);
    const entry = this.ledger.apply(hit);
    if (entry) this.pending.push(entry);
  }

  sweep(now: number): void {
    this.pending.push(...this.ledger.sweep(now));
  }

  flush(): void {
    for (let tries = 0; this.pending.length > 0; tries += 1) {
      if (tries > 2) throw new Error('conflicts must settle');
      const result = this.log.append(this.pending);
      this.pending = result === 'appended' ? [] : this.ledger.rebase(result, this.pending);
    }
  }
}

const PRICES = [1, 5, 99];
const user = { id: '7', handle: 'ada', name: 'Ada', moderator: false, subscriber: false, follower: true };

const step = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('hear' as const), owner: fc.nat(1), hit: fc.nat(199) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('flush' as const), owner: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('sweep' as const), owner: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('crash' as const), owner: fc.nat(1) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.nat(1_500) }) },
);

/** Message number `n` always says the same: three streaks, rising counts, now and then an end. */
function message(n: number, now: number): GiftHit {
  const streak = n % 3;
  const repeatCount = 1 + Math.floor(n / 6);
  const gift = { id: String(streak), name: 'gift', coins: PRICES[streak] ?? 1 };
  const base = { type: 'gift' as const, at: now, receivedAt: now, user, gift };
  return { ...base, id: `m${n}`, streakId: `s${streak}`, repeatCount, repeatEnd: n % 5 === 0 };
}

describe('streak accounting against an independent model', () => {
  it('counts every coin once, whatever the order, repetition, closing, crash or second owner', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const log = new ModelLog();
        let now = 1_000;
        const owners = [new ModelOwner(log, now), new ModelOwner(log, now)];
        const durable = new Map<string, number>();
        const flush = (owner: ModelOwner) => {
          owner.flush();
          for (const { streakId = '', repeatCount } of owner.heard.splice(0)) {
            durable.set(streakId, Math.max(durable.get(streakId) ?? 0, repeatCount));
          }
        };
        for (const one of steps) {
          if (one.kind === 'wait') now += one.ms;
          else {
            const owner = owners[one.owner] as ModelOwner;
            if (one.kind === 'hear') owner.hear(message(one.hit, now));
            if (one.kind === 'sweep') owner.sweep(now);
            if (one.kind === 'flush') flush(owner);
            if (one.kind === 'crash') owners[one.owner] = new ModelOwner(log, now);
          }
        }
        owners.forEach(flush);
        for (const [id, price] of PRICES.map((coins, index) => [`s${index}`, coins] as const)) {
          expect(log.coins.get(id) ?? 0).toBe((durable.get(id) ?? 0) * price);
        }
      }),
      { numRuns: 1_500 },
    );
  });

  it('tells an empty closing once, by one owner or by its successor', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const log = new ModelLog();
        let now = 1_000;
        let owner = new ModelOwner(log, now);
        for (const one of steps) {
          if (one.kind === 'wait') now += one.ms;
          if (one.kind === 'hear') owner.hear(message(one.hit, now));
          if (one.kind === 'sweep') owner.sweep(now);
          if (one.kind === 'flush') owner.flush();
          if (one.kind === 'crash') owner = new ModelOwner(log, now);
        }
        owner.flush();
        for (const [id, times] of log.closings) {
          expect(times).toBe(1);
          expect(log.seen.has(closingId(id))).toBe(true);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
