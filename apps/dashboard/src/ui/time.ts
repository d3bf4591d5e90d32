/** A moment of the API: ISO text or ms. */
export type Moment = string | number;

export const msOf = (moment: Moment): number => (typeof moment === 'number' ? moment : Date.parse(moment));

const DAY = 86_400_000;
const date = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', year: 'numeric' });
const clock = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hour12: false });
const weekday = new Intl.DateTimeFormat('en', { weekday: 'short', day: 'numeric', month: 'short' });

/** 3 Nov 2026, 20:15 */
export function dateText(moment: Moment): string {
  return `${date.format(msOf(moment))}, ${clock.format(msOf(moment))}`;
}

/** 20:15, with the day in front when it was not today. */
export function clockText(moment: Moment, now = Date.now()): string {
  const ms = msOf(moment);
  const time = clock.format(ms);
  return new Date(ms).toDateString() === new Date(now).toDateString() ? time : `${weekday.format(ms)}, ${time}`;
}

/** 2 h 5 min, 40 s, 3 days: the two largest parts alone. */
export function durationText(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 === 0 || minutes >= 10 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  return `${Math.floor(ms / DAY)} days`;
}

/** just now, 5 min ago, 3 days ago. */
export function agoText(moment: Moment, now = Date.now()): string {
  const past = now - msOf(moment);
  if (past < 5000) return 'just now';
  return past < 30 * DAY ? `${durationText(roundPast(past))} ago` : date.format(msOf(moment));
}

function roundPast(ms: number): number {
  if (ms < 60_000) return ms;
  return ms < 3_600_000 ? Math.floor(ms / 60_000) * 60_000 : Math.floor(ms / 3_600_000) * 3_600_000;
}

/** in 12 s, in 3 min; "now" when it is due. */
export function inText(moment: Moment, now = Date.now()): string {
  const left = msOf(moment) - now;
  return left < 1000 ? 'now' : `in ${durationText(left)}`;
}
