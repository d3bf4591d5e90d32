import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LookPlan, URGENT_BURST } from './look-plan.js';

const MINUTE = 60_000;
const START = 1_800_000_000_000;
const patient = (streamerId: string, everyMs = MINUTE) => ({ streamerId, urgent: false, everyMs });
const urgent = (streamerId: string) => ({ streamerId, urgent: true, everyMs: 5000 });

/** The most slots in any minute. */
function mostInAMinute(slots: readonly number[]): number {
  const sorted = slots.toSorted((a, b) => a - b);
  return Math.max(...sorted.map((from, index) => sorted.filter((at, n) => n >= index && at < from + MINUTE).length));
}

describe('the shared schedule', () => {
  it('gives a thousand who come at once slots one after another', () => {
    const plan = new LookPlan(300);
    const slots = Array.from({ length: 1000 }, (_, n) => plan.book(patient(`s${n}`), START).waitMs);
    expect(slots[0]).toBe(0);
    const gaps = slots.slice(1).map((wait, n) => wait - slots[n]!);
    expect(Math.min(...gaps)).toBeCloseTo(MINUTE / 210, 3);
    expect(Math.max(...gaps)).toBeCloseTo(MINUTE / 210, 3);
  });

  it('never lets more through in a minute than the budget and the small urgent burst', () => {
    const call = fc.record({ after: fc.nat({ max: 400 }), urgent: fc.boolean(), who: fc.nat({ max: 50 }) });
    fc.assert(
      fc.property(fc.array(call, { minLength: 300, maxLength: 900 }), fc.constantFrom(60, 300), (calls, budget) => {
        const plan = new LookPlan(budget);
        let now = START;
        const slots = calls.map(({ after, urgent: hurry, who }) => {
          now += after;
          return now + plan.book({ streamerId: `s${who}`, urgent: hurry, everyMs: MINUTE }, now).waitMs;
        });
        expect(mostInAMinute(slots)).toBeLessThanOrEqual(budget + URGENT_BURST + 2);
      }),
      { numRuns: 30 },
    );
  });

  it('lets nobody wait for a clock that was set back, and keeps the pace', () => {
    const plan = new LookPlan(300);
    for (let n = 0; n < 100; n++) plan.book(patient(`s${n}`), START);
    const back = START - 3_600_000;
    const waits = Array.from({ length: 3 }, (_, n) => plan.book(patient(`t${n}`), back).waitMs);
    expect(waits[0]).toBeCloseTo((100 * MINUTE) / 210, 1);
    expect(waits[2]! - waits[1]!).toBeCloseTo(MINUTE / 210, 1);
  });

  it('lets who dropped go before a long queue', () => {
    const plan = new LookPlan(300);
    for (let n = 0; n < 2000; n++) plan.book(patient(`s${n}`), START);
    expect(plan.book(patient('late'), START).waitMs).toBeGreaterThan(9 * MINUTE);
    const waits = Array.from({ length: 20 }, (_, n) => plan.book(urgent(`u${n}`), START).waitMs);
    expect(waits.slice(0, URGENT_BURST)).toEqual(waits.slice(0, URGENT_BURST).map(() => 0));
    expect(waits.at(-1)).toBeLessThan(10_000);
  });

  it('draws everybody out by what the wishes exceed the budget', () => {
    const plan = new LookPlan(100);
    const last = Array.from({ length: 140 }, (_, n) => plan.book(patient(`s${n}`), START)).at(-1)!;
    expect(last.stretch).toBeCloseTo((140 * 1.1) / 70, 5);
    for (let n = 0; n < 100; n++) plan.leave(`s${n}`);
    expect(plan.book(patient('s139'), START).stretch).toBe(1);
  });

  it('forgets the wishes of who is not there any more', () => {
    const plan = new LookPlan(10);
    for (let n = 0; n < 30; n++) plan.book(patient(`s${n}`), START);
    expect(plan.book(patient('x'), START).stretch).toBeGreaterThan(4);
    const later = START + 12 * MINUTE;
    for (let n = 0; n < 4; n++) plan.book(patient('x'), later + n);
    expect(plan.book(patient('x'), later + 10).stretch).toBe(1);
  });

  it('makes later looks pay for what a look cost beyond one request', () => {
    const plan = new LookPlan(300);
    plan.book(patient('a'), START);
    plan.settle(3, 'answered', START);
    expect(plan.book(patient('b'), START).waitMs).toBeCloseTo((3 * MINUTE) / 210, 3);
  });

  it('slows down for all when TikTok blocks the address, not for one odd room, and comes back step by step', () => {
    const plan = new LookPlan(300);
    const gap = (now: number) => {
      plan.book(patient('a'), now);
      return plan.book(patient('b'), now).waitMs;
    };
    for (let n = 0; n < 20; n++) {
      plan.settle(1, 'blocked', START);
      plan.settle(1, 'answered', START);
    }
    expect(plan.confirm(START, START)).toEqual({ ticket: START, waitMs: 0 });
    const { ticket } = plan.book(patient('waits'), START);
    let now = START + 1;
    for (let n = 0; n < 40; n++) plan.settle(1, 'blocked', (now += 5000));
    expect(plan.confirm(ticket, now).ticket).toBe(now);
    expect(gap(now + MINUTE)).toBeGreaterThan((100 * MINUTE) / 210);
    now += 10 * MINUTE;
    for (let n = 0; n < 7; n++) plan.settle(1, 'answered', (now += 11_000));
    expect(gap(now + MINUTE)).toBeLessThan((3 * MINUTE) / 210);
  });
});
