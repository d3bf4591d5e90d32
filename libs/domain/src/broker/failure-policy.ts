import type { SourceStatus } from '#libs/contracts';
import type { BrokerContext, BrokerFailure } from './broker-state.js';
import { growingDelay } from '../growing-delay.js';
import { MAX_WAIT_MS } from '../signing/budget-rules.js';
import { FAILURE_CLASSES, LIMIT, type FailureKind } from './failure-classes.js';

/** From this try on a lucky draw cannot make the delay short any more. */
const PATIENCE = 4;

/**
 * Full jitter: anywhere between `minMs` and a bound that doubles with each try, up to `maxMs`; after the first few tries
 * at least half of that bound, so that the number of tries an hour has a limit whatever chance does.
 */
export function backoff(attempt: number, minMs: number, maxMs: number, random: number): number {
  const bound = growingDelay(minMs, maxMs, attempt + 1);
  const least = attempt < PATIENCE ? minMs : Math.max(minMs, bound / 2);
  return Math.round(least + random * Math.max(0, bound - least));
}

/** A wait that was asked for, as far as it makes sense: timers know no endless ones. */
function toldWait(ms = 0): number {
  return ms > 0 ? Math.min(ms, MAX_WAIT_MS) : 0;
}

export interface FailureSubject {
  handle: string;
  /** Failures in a row before this one. */
  attempt: number;
  /** How many of the last failures were like this one, this one included. */
  alike: number;
  wasLive: boolean;
}

export interface Verdict {
  delayMs: number;
  blocked: boolean;
  status: SourceStatus;
}

/**
 * What to do about a failure, and what to say of it. A streamer who was live a moment ago exists: TikTok's "no such
 * user" is then treated as an interruption at first.
 */
export function judgeFailure(
  failure: BrokerFailure & { kind: FailureKind },
  subject: FailureSubject,
  context: Pick<BrokerContext, 'now' | 'random' | 'retry'>,
): Verdict {
  const doubtful = failure.kind === 'user-not-found' && subject.wasLive && subject.attempt < 5;
  const known = FAILURE_CLASSES[doubtful ? 'transient' : failure.kind];
  const minMs = Math.max(known.minMs ?? context.retry.baseMs, toldWait(failure.retryAfterMs));
  const maxMs = Math.max(known.maxMs ?? context.retry.maxMs, minMs);
  // A time that was told is this room's turn in the line of sign calls: much later would waste it.
  const turn = failure.kind === 'sign-rate-limited' && failure.retryAfterMs !== undefined;
  const delayMs = turn
    ? Math.round(minMs * (1 + context.random / 10))
    : backoff(subject.attempt, minMs, maxMs, context.random);
  const stuck = subject.alike >= LIMIT && !turn;
  const state = stuck ? 'blocked' : known.state;
  const words = stuck ? known.stuck : known.words;
  return {
    delayMs,
    blocked: state === 'blocked',
    status: {
      state,
      since: context.now,
      reason: { code: known.code, text: words.streamer(subject.handle) },
      nextTryAt: context.now + delayMs,
    },
  };
}
