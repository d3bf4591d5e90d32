/** When a streamer usually goes live. Learned from past streams; what workers need of them is small. */
export interface LiveHabits {
  /** IANA time zone of the hours. */
  timeZone: string;
  /** A digit for each hour of the week from Monday 0:00, 0 (never) to 9 (the most usual one). */
  hours: string;
  /** How many streams it was learned from. */
  streams: number;
  /** ms of the last start; 0 when none is known. */
  lastStartAt: number;
}

export const HOURS_OF_WEEK = 168;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** After this time a stream weighs half as much: habits change with the season. */
const HALF_LIFE_MS = 28 * DAY_MS;
const OLDEST_MS = 180 * DAY_MS;
/** What a start says of the hours beside its own, and of the same hour on other days. */
const BESIDE = 0.5;
const OTHER_DAYS = 0.15;
/** Digits from here on count as usual. */
const USUAL = 3;
/** Streamers are early now and then. */
const LEAD_MS = 15 * 60_000;

const formats = new Map<string, Intl.DateTimeFormat>();
const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** Hour of the week, 0 to 167, in an IANA time zone. Throws RangeError on an unknown zone. */
export function hourOfWeek(timeZone: string, at: number): number {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', { timeZone, weekday: 'short', hour: '2-digit', hourCycle: 'h23' });
    formats.set(timeZone, format);
  }
  const parts = format.formatToParts(at);
  const day = parts.find(({ type }) => type === 'weekday')?.value ?? '';
  const hour = parts.find(({ type }) => type === 'hour')?.value;
  return WEEKDAYS.indexOf(day) * 24 + Number(hour);
}

/** Learns from the starts of past streams, ms, in any order. Starts in the future and of half a year ago say nothing. */
export function learnHabits(starts: readonly number[], timeZone: string, now: number): LiveHabits {
  const known = starts.filter((start) => start <= now && start > now - OLDEST_MS);
  const weights = Array.from({ length: HOURS_OF_WEEK }, () => 0);
  const add = (hour: number, weight: number) => {
    const index = (hour + HOURS_OF_WEEK) % HOURS_OF_WEEK;
    weights[index] = (weights[index] ?? 0) + weight;
  };
  for (const start of known) {
    const weight = 0.5 ** ((now - start) / HALF_LIFE_MS);
    const hour = hourOfWeek(timeZone, start);
    add(hour, weight);
    add(hour - 1, weight * BESIDE);
    add(hour + 1, weight * BESIDE);
    for (let days = 1; days < 7; days++) add(hour + days * 24, weight * OTHER_DAYS);
  }
  const most = Math.max(...weights);
  const digit = (weight: number) => (most === 0 ? '0' : String(Math.round((weight / most) * 9)));
  const lastStartAt = known.reduce((latest, start) => Math.max(latest, start), 0);
  return { timeZone, hours: weights.map(digit).join(''), streams: known.length, lastStartAt };
}

/** Whether streams begin around this time, or will within a quarter of an hour. */
export function isUsualTime(habits: LiveHabits, at: number): boolean {
  const usual = (time: number) => Number(habits.hours[hourOfWeek(habits.timeZone, time)] ?? 0) >= USUAL;
  return usual(at) || usual(at + LEAD_MS);
}

/** ms until the usual time begins, looked for at most `withinMs` ahead in steps of 5 minutes. */
export function untilUsualTime(habits: LiveHabits, now: number, withinMs: number): number | undefined {
  const stepMs = 5 * 60_000;
  for (let ahead = stepMs; ahead <= withinMs; ahead += stepMs) {
    if (isUsualTime(habits, now + ahead)) return ahead;
  }
  return undefined;
}

/** One line for the storage between supervisor and workers. */
export function encodeHabits(habits: LiveHabits): string {
  return [habits.hours, habits.streams, habits.lastStartAt, habits.timeZone].join('|');
}

/** `undefined` for what another version wrote, or nobody. */
export function decodeHabits(text: string): LiveHabits | undefined {
  const [hours = '', streams, lastStartAt, timeZone = ''] = text.split('|');
  if (!/^\d{168}$/.test(hours) || !isTimeZone(timeZone)) return undefined;
  return { hours, streams: Number(streams) || 0, lastStartAt: Number(lastStartAt) || 0, timeZone };
}

function isTimeZone(timeZone: string): boolean {
  try {
    return timeZone !== '' && hourOfWeek(timeZone, 0) >= 0;
  } catch {
    return false;
  }
}
