import type { Interval } from './model.js';

export const HOUR = 3600;
export const DAY = 24 * HOUR;

/** The end of the period that begins at `start`: the same day of the next month, or its last day. UTC, as at Stripe. */
export function addInterval(start: number, interval: Interval, count: number, anchorDay: number): number {
  if (interval === 'day') return start + count * DAY;
  if (interval === 'week') return start + count * 7 * DAY;
  const date = new Date(start * 1000);
  const months = date.getUTCMonth() + (interval === 'year' ? 12 * count : count);
  const year = date.getUTCFullYear() + Math.floor(months / 12);
  const month = months % 12;
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const time = (start % DAY) + Date.UTC(year, month, Math.min(anchorDay, lastDay)) / 1000;
  return time;
}

export const dayOfMonth = (seconds: number) => new Date(seconds * 1000).getUTCDate();
