import type { PastStream } from '#libs/contracts';
import { clockText, durationText, msOf } from '../../ui/time.js';

const day = new Intl.DateTimeFormat('en', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });

/** Tuesday, 3 November 2026 */
export function dayText({ startedAt, endedAt }: PastStream): string {
  return day.format(msOf(startedAt ?? endedAt));
}

const time = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hour12: false });

/** 20:00 to 22:15, 2 h 15 min */
export function spanText({ startedAt, endedAt }: PastStream): string {
  if (startedAt === null) return `until ${clockText(endedAt)}`;
  const took = durationText(msOf(endedAt) - msOf(startedAt));
  return `${time.format(msOf(startedAt))} to ${time.format(msOf(endedAt))}, ${took}`;
}

/** What may have been missed; undefined for nothing. */
export function blindText({ blindMs }: PastStream): string | undefined {
  return blindMs > 0 ? `${durationText(blindMs)} without connection` : undefined;
}
