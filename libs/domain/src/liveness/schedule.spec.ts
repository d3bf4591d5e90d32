import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { learnHabits } from './habits.js';
import { nextLook, type LivenessSubject } from './schedule.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** A Monday at noon, UTC. */
const NOON = Date.UTC(2026, 0, 5, 12);
const bounds = { nearMs: MINUTE, farMs: 10 * MINUTE };
/** Streams on Mondays at eight in the evening. */
const habits = learnHabits(
  Array.from({ length: 8 }, (_, week) => NOON + 8 * HOUR - (week + 1) * 7 * DAY),
  'UTC',
  NOON,
);
const look = (subject: Partial<LivenessSubject>) =>
  nextLook({ now: NOON, random: 0.5, flaps: 0, stretch: 1, ...subject }, bounds);

describe('the next look at an offline streamer', () => {
  it('comes within seconds after a stream, then rarer', () => {
    const after = (ms: number) => look({ lastLiveAt: NOON - ms }).delayMs;
    expect([0, 5, 10, 20, 40, 120].map((seconds) => after(seconds * SECOND))).toEqual(
      [5, 5, 10, 20, 40, 60].map((seconds) => seconds * SECOND),
    );
    expect(look({ lastLiveAt: NOON - SECOND })).toMatchObject({ why: 'just-ended', urgent: true });
  });

  it('leaves a room alone that ends at once again and again', () => {
    const delays = [0, 1, 2, 3, 4, 5, 6, 7].map((flaps) => look({ lastLiveAt: NOON, flaps }).delayMs / SECOND);
    expect(delays).toEqual([5, 10, 20, 40, 80, 160, 320, 600]);
  });

  it('comes about every minute around the usual hours, and slower otherwise', () => {
    expect(look({ habits, now: NOON + 8 * HOUR })).toMatchObject({ why: 'usual-hours', delayMs: MINUTE });
    expect(look({ habits })).toMatchObject({ why: 'quiet-hours', delayMs: 5 * MINUTE, urgent: false });
    expect(look({ habits, now: NOON + 60 * DAY })).toMatchObject({ why: 'long-away', delayMs: 10 * MINUTE });
    expect(look({})).toMatchObject({ why: 'unknown-hours', delayMs: 3 * MINUTE });
  });

  it('does not sleep past the beginning of the usual hours', () => {
    // An hour before eight, less the lead of a quarter of an hour: 18:45.
    const now = NOON + 6 * HOUR + 43 * MINUTE;
    expect(look({ habits, now, random: 0.999 }).delayMs).toBeLessThanOrEqual(6.25 * MINUTE);
    expect(look({ habits, now: now - MINUTE, random: 0.5 }).delayMs).toBe(5 * MINUTE);
  });

  it('comes soon for five minutes when somebody asked', () => {
    expect(look({ habits, askedAt: NOON - MINUTE })).toMatchObject({
      why: 'asked',
      delayMs: 10 * SECOND,
      urgent: true,
    });
    expect(look({ habits, askedAt: NOON - 6 * MINUTE }).why).toBe('quiet-hours');
  });

  it('is stretched for everybody who can wait by the same factor, and keeps within bounds', () => {
    const subject = fc.record({
      random: fc.double({ min: 0, max: 0.999, noNaN: true }),
      lastLiveAt: fc.option(fc.integer({ min: NOON - DAY, max: NOON }), { nil: undefined }),
      habits: fc.constantFrom(habits, undefined),
      flaps: fc.nat({ max: 30 }),
      stretch: fc.double({ min: 1, max: 50, noNaN: true }),
      now: fc.integer({ min: NOON, max: NOON + 7 * DAY }),
    });
    fc.assert(
      fc.property(subject, (one) => {
        const { delayMs, urgent, wantEveryMs } = look(one);
        const stretch = urgent ? 1 : one.stretch;
        expect(wantEveryMs).toBeLessThanOrEqual(bounds.farMs);
        expect(delayMs).toBeLessThanOrEqual(Math.ceil(wantEveryMs * stretch * 1.25));
        expect(delayMs).toBeGreaterThanOrEqual(3 * SECOND);
        if (stretch > 1) expect(delayMs).toBeGreaterThanOrEqual(Math.floor(wantEveryMs * stretch * 0.75));
      }),
    );
  });
});
