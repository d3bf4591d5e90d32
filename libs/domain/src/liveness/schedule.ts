import { growingDelay } from '../growing-delay.js';
import { isUsualTime, untilUsualTime, type LiveHabits } from './habits.js';

/** The operator's bounds, ms. */
export interface LivenessBounds {
  /** Around the hours at which a streamer usually goes live. */
  nearMs: number;
  /** At the quietest times. */
  farMs: number;
}

export interface LivenessSubject {
  /** ms. */
  now: number;
  /** In [0, 1). */
  random: number;
  /** When the streamer was last known to be live. */
  lastLiveAt?: number | undefined;
  /** When somebody asked to look now. */
  askedAt?: number | undefined;
  habits?: LiveHabits | undefined;
  /** Connections in a row that ended at once. */
  flaps: number;
  /** At least 1: by how much every interval is drawn out, because the budget of the cluster is short. */
  stretch: number;
}

export type LookReason = 'just-ended' | 'asked' | 'usual-hours' | 'unknown-hours' | 'quiet-hours' | 'long-away';

export interface NextLook {
  why: LookReason;
  delayMs: number;
  /** The interval that is wanted, before stretch and chance: what the shared schedule plans with. */
  wantEveryMs: number;
  /** Goes before the looks that can wait. */
  urgent: boolean;
}

const RECHECK_MS = 5_000;
/** So long after a stream it may well begin again. */
export const JUST_ENDED_MS = 5 * 60_000;
const ASKED_MS = 5 * 60_000;
const ASKED_EVERY_MS = 10_000;
const LONG_AWAY_MS = 14 * 24 * 3_600_000;
/** From so few streams no habit can be seen. */
const FEW_STREAMS = 3;

/**
 * When to look next whether an offline streamer is live: seconds after a stream ended, about `nearMs` around the usual
 * hours, slower otherwise. Only what can wait is stretched. Pure.
 */
export function nextLook(subject: LivenessSubject, bounds: LivenessBounds): NextLook {
  const { why, everyMs } = interval(subject, bounds);
  const urgent = why === 'just-ended' || why === 'asked';
  const jitter = 0.75 + subject.random / 2;
  const stretched = everyMs * (urgent ? 1 : Math.max(1, subject.stretch));
  const delayMs = Math.max(1, Math.round(notPastTheUsualHours(stretched, subject) * jitter));
  return { why, delayMs, wantEveryMs: everyMs, urgent };
}

function interval(subject: LivenessSubject, bounds: LivenessBounds): { why: LookReason; everyMs: number } {
  const { now, lastLiveAt, askedAt, habits, flaps } = subject;
  const near = Math.min(bounds.nearMs, bounds.farMs);
  const recheck = Math.min(RECHECK_MS, near);
  const away = lastLiveAt === undefined ? Number.POSITIVE_INFINITY : Math.max(0, now - lastLiveAt);
  if (away < JUST_ENDED_MS) {
    // As long as it has been over: 5 s, 10 s, 20 s, 40 s. A room that ends at once again and again is left alone.
    const leastMs = growingDelay(recheck, bounds.farMs, flaps);
    return { why: 'just-ended', everyMs: Math.max(leastMs, Math.min(away, near)) };
  }
  if (askedAt !== undefined && now - askedAt < ASKED_MS) {
    return { why: 'asked', everyMs: Math.min(ASKED_EVERY_MS, near) };
  }
  if (habits && isUsualTime(habits, now)) return { why: 'usual-hours', everyMs: near };
  const between = (times: number) => Math.min(bounds.farMs, near * times);
  if (!habits || habits.streams < FEW_STREAMS) return { why: 'unknown-hours', everyMs: between(3) };
  const longAway = now - Math.max(habits.lastStartAt, lastLiveAt ?? 0) > LONG_AWAY_MS;
  return longAway ? { why: 'long-away', everyMs: bounds.farMs } : { why: 'quiet-hours', everyMs: between(5) };
}

function notPastTheUsualHours(delayMs: number, { habits, now, stretch }: LivenessSubject): number {
  if (!habits || stretch > 1 || isUsualTime(habits, now)) return delayMs;
  return Math.min(delayMs, untilUsualTime(habits, now, delayMs) ?? delayMs);
}
