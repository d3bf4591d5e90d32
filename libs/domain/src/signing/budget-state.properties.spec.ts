import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OpenPurpose } from '../ports/live-source.js';
import { CALM_MS, calmSpacingMs, capOf, RANKS } from './budget-rules.js';
import type { BudgetRules } from './budget-rules.js';
import { EMPTY_BUDGET, pauseCalls, takeCall } from './budget-state.js';

const rules: BudgetRules = {
  windows: [
    { name: 'minute', lengthMs: 6_000, limit: 10 },
    { name: 'hour', lengthMs: 60_000, limit: 40 },
  ],
  spacingMs: 100,
  burst: 5,
};

const step = fc.record({
  after: fc.integer({ min: 0, max: 1_500 }),
  ticket: fc.integer({ min: 0, max: 30 }).map(String),
  purpose: fc.constantFrom<OpenPurpose>('resume', 'start', 'recheck', 'move'),
  pauseMs: fc.option(fc.integer({ min: 1, max: 20_000 }), { freq: 30, nil: undefined }),
});

interface Grant {
  at: number;
  rank: number;
}

function play(steps: readonly (typeof step extends fc.Arbitrary<infer S> ? S : never)[]) {
  let state = EMPTY_BUDGET;
  let now = 1_000_000;
  const grants: Grant[] = [];
  const pauses: { from: number; until: number }[] = [];
  for (const { after, ticket, purpose, pauseMs } of steps) {
    now += after;
    if (pauseMs !== undefined) {
      state = pauseCalls(state, now + pauseMs, 'rate-limited');
      pauses.push({ from: now, until: now + pauseMs });
    }
    const taken = takeCall(state, { ticket, purpose }, now, rules);
    ({ state } = taken);
    if (taken.answer.granted) grants.push({ at: now, rank: RANKS[purpose] });
    else expect(taken.answer.retryAfterMs).toBeGreaterThan(0);
  }
  return { grants, pauses };
}

describe('the budget, whatever is asked', () => {
  it('stays within every window, and lower ranks within their share', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
        const { grants } = play(steps);
        for (const { lengthMs, limit } of rules.windows) {
          for (const { at, rank } of grants) {
            const before = grants.filter((other) => other.at > at - lengthMs && other.at <= at);
            expect(before.length).toBeLessThanOrEqual(limit);
            const upTo = before.filter((other) => other.at < at);
            expect(upTo.length).toBeLessThan(rank === 0 ? limit + 1 : capOf(limit, rank) + 1);
          }
        }
      }),
    );
  });

  it('grants nothing during a pause, and comes back evenly', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
        const { grants, pauses } = play(steps);
        for (const { from, until } of pauses) {
          expect(grants.filter(({ at }) => at >= from && at < until)).toEqual([]);
          const calm = grants.filter(({ at }) => at >= until && at < until + CALM_MS).map(({ at }) => at);
          const gaps = calm.slice(1).map((at, index) => at - calm[index]!);
          for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(calmSpacingMs(rules));
        }
      }),
    );
  });

  it('serves those who come back when they were told, all of them, higher ranks before lower ones', () => {
    const purposes = fc.array(fc.constantFrom<OpenPurpose>('resume', 'start', 'recheck'), {
      minLength: 1,
      maxLength: 60,
    });
    fc.assert(
      fc.property(purposes, (all) => {
        const order = serve(all);
        expect(order).toHaveLength(all.length);
        // Who came first may have been served before somebody higher came: those who had to wait go by rank.
        const waited = order.filter(({ waited: tries }) => tries).map(({ rank }) => rank);
        expect(waited.filter((rank) => rank === 0)).toEqual(waited.slice(0, waited.filter((r) => r === 0).length));
      }),
      { numRuns: 40 },
    );
  });
});

/** Everybody asks at once, then again whenever they were told to. */
function serve(purposes: readonly OpenPurpose[]): { rank: number; waited: boolean }[] {
  let state = EMPTY_BUDGET;
  const queue = purposes.map((purpose, index) => ({ purpose, ticket: String(index), at: 1_000_000, tries: 0 }));
  const served: { rank: number; waited: boolean }[] = [];
  for (let turn = 0; queue.length > 0 && turn < 20_000; turn += 1) {
    queue.sort((a, b) => a.at - b.at || RANKS[a.purpose] - RANKS[b.purpose]);
    const next = queue[0]!;
    const taken = takeCall(state, next, next.at, rules);
    ({ state } = taken);
    next.tries += 1;
    if (!taken.answer.granted) next.at += taken.answer.retryAfterMs;
    else served.push({ rank: RANKS[queue.shift()!.purpose], waited: next.tries > 1 });
  }
  return served;
}
