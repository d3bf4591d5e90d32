import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeHabits, encodeHabits, hourOfWeek, isUsualTime, learnHabits, untilUsualTime } from './habits.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A Monday, 0:00 in Berlin (UTC+1). */
const MONDAY = Date.UTC(2026, 0, 4, 23);
const BERLIN = 'Europe/Berlin';

describe('usual hours', () => {
  it('are hours of the streamer’s week, whatever the clocks do', () => {
    expect(hourOfWeek(BERLIN, MONDAY)).toBe(0);
    expect(hourOfWeek(BERLIN, MONDAY + 6 * DAY + 23 * HOUR)).toBe(167);
    // The last Sunday of March has 23 hours in Berlin.
    const summer = Date.UTC(2026, 2, 29, 18);
    expect(hourOfWeek(BERLIN, summer)).toBe(6 * 24 + 20);
    expect(hourOfWeek('Asia/Tokyo', MONDAY)).toBe(8);
  });

  it('are learned from the starts, with the hours beside them and a lead of a quarter of an hour', () => {
    const now = MONDAY + 70 * DAY;
    const starts = Array.from({ length: 10 }, (_, week) => MONDAY + week * 7 * DAY + 20 * HOUR);
    const habits = learnHabits(starts, BERLIN, now);
    expect(habits).toMatchObject({ streams: 10, lastStartAt: starts.at(-1) });
    const at = (hours: number) => isUsualTime(habits, now + hours * HOUR);
    expect([at(20), at(19), at(21)]).toEqual([true, true, true]);
    expect(at(18.8)).toBe(true);
    expect([at(3), at(12), at(18.5), at(24 + 20)]).toEqual([false, false, false, false]);
    expect(untilUsualTime(habits, now + 18 * HOUR, HOUR)).toBe(45 * 60_000);
    expect(untilUsualTime(habits, now, HOUR)).toBeUndefined();
  });

  it('of somebody who streams daily at eight are the same on a day that was missed', () => {
    const now = MONDAY + 70 * DAY;
    const starts = Array.from({ length: 40 }, (_, day) => MONDAY + (day + 20) * DAY + 20 * HOUR);
    const habits = learnHabits(starts, BERLIN, now);
    for (let day = 0; day < 7; day++) expect(isUsualTime(habits, now + day * DAY + 20 * HOUR)).toBe(true);
  });

  it('move on with the streamer: what was usual half a year ago fades', () => {
    const now = MONDAY + 180 * DAY;
    const old = Array.from({ length: 12 }, (_, day) => MONDAY + day * DAY + 9 * HOUR);
    const fresh = Array.from({ length: 6 }, (_, day) => now - (day + 1) * DAY + 20 * HOUR);
    const habits = learnHabits([...old, ...fresh], 'UTC', now + DAY);
    const today = Math.floor(now / DAY) * DAY;
    expect(isUsualTime(habits, fresh[0]!)).toBe(true);
    expect(isUsualTime(habits, today + 8 * HOUR)).toBe(false);
  });

  it('of somebody who never streamed are none', () => {
    const habits = learnHabits([], BERLIN, MONDAY);
    expect(habits).toMatchObject({ streams: 0, lastStartAt: 0 });
    expect(Array.from({ length: 168 }, (_, hour) => isUsualTime(habits, MONDAY + hour * HOUR))).not.toContain(true);
  });

  it('travel as one line, and what is none is refused', () => {
    const start = fc.integer({ min: MONDAY - 200 * DAY, max: MONDAY + DAY });
    fc.assert(
      fc.property(
        fc.array(start, { maxLength: 30 }),
        fc.constantFrom(BERLIN, 'UTC', 'Asia/Kolkata'),
        (starts, zone) => {
          const habits = learnHabits(starts, zone, MONDAY);
          expect(decodeHabits(encodeHabits(habits))).toEqual(habits);
        },
      ),
    );
    for (const text of ['', '123|1|1|UTC', `${'0'.repeat(168)}|1|1|Nowhere/Land`, `${'x'.repeat(168)}|1|1|UTC`]) {
      expect(decodeHabits(text)).toBeUndefined();
    }
  });
});
