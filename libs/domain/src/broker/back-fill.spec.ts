import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BackFill } from './back-fill.js';

const GAP = 1_800_000_000_000;
const MINUTE = 60_000;
const fact = (at: number, receivedAt = GAP + MINUTE) => ({ type: 'gift' as const, at, receivedAt });

/** In a stream that is an hour old, after a gap. `difference`: our clock minus TikTok's. */
function afterGap(difference = 0): BackFill {
  const fill = new BackFill();
  fill.joined('r1', false, undefined, GAP - 60 * MINUTE);
  for (let n = 0; n < 5; n++) fill.heard(fact(GAP - 1000 * n - difference, GAP - 1000 * n + 50 * n));
  fill.joined('r1', true, GAP, GAP + MINUTE);
  return fill;
}

describe('history', () => {
  it('of a stream that is heard for the first time is chat alone', () => {
    const fill = new BackFill();
    fill.joined('r1', false, undefined, GAP);
    expect(fill.accepts(fact(GAP - 1))).toBe(false);
    expect(fill.accepts(fact(GAP + 1))).toBe(false);
    expect(fill.accepts({ type: 'chat', at: 1, receivedAt: GAP })).toBe(true);
  });

  it('fills the gap, and nothing before it', () => {
    const fill = afterGap();
    expect([GAP + 1000, GAP - 1000, GAP - 20_000].map((at) => fill.accepts(fact(at)))).toEqual([true, true, false]);
  });

  it('is placed right when TikTok’s clock is minutes away from ours, either way', () => {
    fc.assert(
      fc.property(fc.integer({ min: -15 * MINUTE, max: 15 * MINUTE }), (difference) => {
        const fill = afterGap(difference);
        expect(fill.accepts(fact(GAP + 2000 - difference))).toBe(true);
        expect(fill.accepts(fact(GAP - 20_000 - difference))).toBe(false);
      }),
    );
  });

  it('is placed right by a successor who has heard nothing yet', () => {
    const fill = new BackFill(5 * MINUTE);
    fill.joined('r1', true, GAP, GAP + MINUTE);
    expect(fill.accepts(fact(GAP + 2000 - 5 * MINUTE))).toBe(true);
    expect(fill.accepts(fact(GAP - 20_000 - 5 * MINUTE))).toBe(false);
  });

  it('from before this stream was ever heard is no part of a gap that began right after', () => {
    const fill = new BackFill();
    fill.joined('r1', false, undefined, GAP);
    fill.joined('r1', true, GAP + 1000, GAP + 3000);
    expect(fill.accepts(fact(GAP - 500))).toBe(false);
    expect(fill.accepts(fact(GAP + 1500))).toBe(true);
  });

  it('without a time is taken: what was heard before is dropped by its id', () => {
    expect(afterGap().accepts(fact(GAP + MINUTE, GAP + MINUTE))).toBe(true);
  });

  it('is not needed where there was no gap', () => {
    const fill = afterGap();
    fill.joined('r1', true, undefined, GAP + 2 * MINUTE);
    expect(fill.accepts(fact(GAP + 1000))).toBe(false);
  });
});
