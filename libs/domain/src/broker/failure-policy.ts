import type { SourceStatus } from '#libs/contracts';
import type { LiveSourceErrorKind } from '../ports/live-source.js';
import type { BrokerContext, BrokerFailure } from './broker-state.js';

const MINUTE = 60_000;

interface Policy {
  state: SourceStatus['state'];
  code: string;
  text: (handle: string) => string;
  /** Lowest and highest delay before the next try, ms; absent ones are the operator's settings. */
  minMs?: number;
  maxMs?: number;
}

/** What each failure means to the people who read it, and how soon another try can make sense. */
const POLICIES: Record<Exclude<LiveSourceErrorKind, 'offline'>, Policy> = {
  'user-not-found': {
    state: 'blocked',
    code: 'TIKTOK.USER_NOT_FOUND',
    text: (handle) => `TikTok knows no user @${handle}. Check the spelling of the TikTok name in your settings.`,
    minMs: 10 * MINUTE,
    maxMs: 60 * MINUTE,
  },
  'address-blocked': {
    state: 'retrying',
    code: 'TIKTOK.ADDRESS_BLOCKED',
    text: () => 'TikTok does not answer this server at the moment. We keep trying and have told the operator.',
    minMs: MINUTE,
    maxMs: 15 * MINUTE,
  },
  'sign-rate-limited': {
    state: 'retrying',
    code: 'SIGN.RATE_LIMITED',
    text: () => 'Too many connections were opened in a short time. The next try waits for its turn.',
    minMs: 5_000,
    maxMs: 15 * MINUTE,
  },
  'sign-outage': {
    state: 'retrying',
    code: 'SIGN.OUTAGE',
    text: () => 'The service that opens connections to TikTok is not working. We keep trying.',
    minMs: 2_000,
    maxMs: 5 * MINUTE,
  },
  'sign-refused': {
    state: 'blocked',
    code: 'SIGN.REFUSED',
    text: () => 'The key of the service that opens connections to TikTok was refused. The operator has to renew it.',
    minMs: 5 * MINUTE,
    maxMs: 30 * MINUTE,
  },
  'device-blocked': {
    state: 'retrying',
    code: 'TIKTOK.DEVICE_BLOCKED',
    text: () => 'TikTok refused the connection. The next try uses another device profile.',
    minMs: 30_000,
    maxMs: 15 * MINUTE,
  },
  transient: {
    state: 'retrying',
    code: 'SOURCE.INTERRUPTED',
    text: () => 'The connection to TikTok was interrupted. Connecting again.',
  },
};

/** Full jitter: anywhere between `minMs` and a bound that doubles with each try, up to `maxMs`. */
export function backoff(attempt: number, minMs: number, maxMs: number, random: number): number {
  const bound = Math.min(maxMs, minMs * 2 ** Math.min(attempt + 1, 20));
  return Math.round(minMs + random * Math.max(0, bound - minMs));
}

export interface Verdict {
  delayMs: number;
  blocked: boolean;
  status: SourceStatus;
}

/**
 * What to do about a failure, and what to say of it. `attempt` counts the failures in a row before this one.
 * A streamer who was live a moment ago exists: TikTok's "no such user" is then treated as an interruption at first.
 */
export function judgeFailure(
  failure: BrokerFailure & { kind: Exclude<LiveSourceErrorKind, 'offline'> },
  subject: { handle: string; attempt: number; wasLive: boolean },
  context: BrokerContext,
): Verdict {
  const doubtful = failure.kind === 'user-not-found' && subject.wasLive && subject.attempt < 5;
  const policy = POLICIES[doubtful ? 'transient' : failure.kind];
  const minMs = Math.max(policy.minMs ?? context.retry.baseMs, failure.retryAfterMs ?? 0);
  const maxMs = Math.max(policy.maxMs ?? context.retry.maxMs, minMs);
  // A time that was told is this room's turn in the line of sign calls: much later would waste it.
  const turn = failure.kind === 'sign-rate-limited' && failure.retryAfterMs !== undefined;
  const delayMs = turn
    ? Math.round(minMs * (1 + context.random / 10))
    : backoff(subject.attempt, minMs, maxMs, context.random);
  return {
    delayMs,
    blocked: policy.state === 'blocked',
    status: {
      state: policy.state,
      since: context.now,
      reason: { code: policy.code, text: policy.text(subject.handle) },
      nextTryAt: context.now + delayMs,
    },
  };
}
