import type { Counts, Totals } from '../snapshot.js';
import type { TimerSettings } from './timer.js';

type Rates = Pick<
  TimerSettings,
  | 'secondsPerCoin'
  | 'secondsPerGift'
  | 'secondsPerLike'
  | 'secondsPerFollow'
  | 'secondsPerShare'
  | 'secondsPerSubscribe'
  | 'maximumAddedSeconds'
>;
type Run = Pick<TimerSettings, 'startedAt' | 'pausedAt' | 'pausedMs' | 'baseline'>;
export type TimerRules = Rates & Run & Pick<TimerSettings, 'initialSeconds' | 'period'>;

/** A countdown. While it stands still `remainingMs` is what is left; while it runs it ends at `endsAt`. */
export type TimerReading =
  | { state: 'waiting' | 'paused'; remainingMs: number }
  | { state: 'running' | 'ended'; endsAt: number; remainingMs: number };

const RATE_OF = {
  coins: 'secondsPerCoin',
  gifts: 'secondsPerGift',
  likes: 'secondsPerLike',
  follows: 'secondsPerFollow',
  shares: 'secondsPerShare',
  subscribes: 'secondsPerSubscribe',
} as const satisfies Record<keyof Counts, keyof Rates>;
const METRICS = Object.keys(RATE_OF) as (keyof Counts)[];

/** Milliseconds that what was given since the start has added, at most `maximumAddedSeconds`. */
export function addedMs(rules: TimerRules, totals: Totals): number {
  const counts = rules.period === 'session' ? totals.session : totals.allTime;
  const seconds = METRICS.reduce((sum, metric) => {
    const since = Math.max(0, counts[metric] - (rules.baseline[metric] ?? 0));
    return sum + since * rules[RATE_OF[metric]];
  }, 0);
  const limit = rules.maximumAddedSeconds > 0 ? rules.maximumAddedSeconds : Infinity;
  return Math.round(Math.min(seconds, limit) * 1000);
}

/**
 * Where the timer stands at `now` (ms). Nothing but the settings and the totals goes into it, so it is the same after
 * every reload, on every page and after the loss of a server.
 */
export function readTimer(rules: TimerRules, totals: Totals, now: number): TimerReading {
  const full = rules.initialSeconds * 1000 + (rules.startedAt ? addedMs(rules, totals) : 0);
  if (!rules.startedAt) return { state: 'waiting', remainingMs: full };
  const endsAt = rules.startedAt + rules.pausedMs + full;
  if (rules.pausedAt) return { state: 'paused', remainingMs: Math.max(0, endsAt - rules.pausedAt) };
  return { state: endsAt > now ? 'running' : 'ended', endsAt, remainingMs: Math.max(0, endsAt - now) };
}

/* What the buttons of the timer write into its settings. */

/** From now on, with nothing added yet; `totals` as they are now. */
export function startTimer(rules: Pick<TimerRules, 'period'>, totals: Totals, now: number): Run {
  const baseline = rules.period === 'session' ? {} : { ...totals.allTime };
  return { startedAt: now, pausedAt: 0, pausedMs: 0, baseline };
}

export function pauseTimer(run: Run, now: number): Run {
  return run.startedAt && !run.pausedAt ? { ...run, pausedAt: now } : run;
}

export function resumeTimer(run: Run, now: number): Run {
  if (!run.pausedAt) return run;
  return { ...run, pausedAt: 0, pausedMs: run.pausedMs + Math.max(0, now - run.pausedAt) };
}

export function resetTimer(): Run {
  return { startedAt: 0, pausedAt: 0, pausedMs: 0, baseline: {} };
}
