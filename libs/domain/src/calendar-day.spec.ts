import { describe, expect, it } from 'vitest';
import { calendarDay, startOfDay } from './calendar-day.js';
import { shownTotals } from './ports/projections.js';

describe('calendar days', () => {
  it.each([
    ['UTC', '2026-11-23T13:00:00Z', '2026-11-23T00:00:00Z'],
    ['Asia/Tokyo', '2026-11-23T15:30:00Z', '2026-11-23T15:00:00Z'],
    ['Europe/Berlin', '2026-03-29T20:00:00Z', '2026-03-28T23:00:00Z'],
    ['Europe/Berlin', '2026-10-25T22:30:00Z', '2026-10-24T22:00:00Z'],
  ])('in %s at %s began at %s', (zone, now, start) => {
    expect(new Date(startOfDay(zone, Date.parse(now))).toISOString()).toBe(start.replace('Z', '.000Z'));
  });

  it('are written as in the log', () => {
    expect(calendarDay('Asia/Tokyo')(Date.parse('2026-11-23T15:30:00Z'))).toBe('2026-11-24');
  });
});

it('totals are the sum of epoch and base, each of today only while it is that day', () => {
  const before = { day: '2026-11-23', counts: { 'a.coins': 5, 'd.coins': 3 } };
  const counted = { 'a.coins': 2, 'd.coins': 2, 's.likes': 1 };
  const same = shownTotals(counted, '2026-11-23', before, '2026-11-23');
  expect([same.allTime.coins, same.today.coins, same.session.likes]).toEqual([7, 5, 1]);
  expect(shownTotals(counted, '2026-11-23', before, '2026-11-24').today.coins).toBe(0);
  expect(shownTotals(counted, '2026-11-24', before, '2026-11-24').today.coins).toBe(2);
});
