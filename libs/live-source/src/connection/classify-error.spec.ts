import { SignatureRateLimitError } from 'tiktok-live-connector';
import { describe, expect, it } from 'vitest';
import { classifyConnectError } from './classify-error.js';

const now = Date.UTC(2026, 0, 1);
const HOUR = 3_600_000;

function retryAfter(error: unknown, status: number, headers: Record<string, string> = {}) {
  return classifyConnectError(error, { now, sign: { status, headers }, timedOut: false }).retryAfterMs;
}
/** What the library makes of a 429: a wait and a moment, both in ms. */
function limited(wait: number, resetTime?: number): SignatureRateLimitError {
  return Object.assign(Object.create(SignatureRateLimitError.prototype) as SignatureRateLimitError, {
    message: 'too many',
    retryAfter: wait,
    resetTime,
  });
}

describe('the time that a signing service asks for', () => {
  it.each([
    ['a wait', limited(30_000), 30_000],
    ['a moment', limited(0, now + 90_000), 90_000],
    ['a moment that was in ms and was taken for seconds', limited(0, (now + 90_000) * 1000), 90_000],
    ['a moment in seconds', limited(5_000, (now + 90_000) / 1000), 5_000],
    ['nothing', limited(Number.NaN), 60_000],
    ['a negative wait', limited(-5_000, 0), 60_000],
    ['the year 3000', limited(974 * 365 * 24 * HOUR), 60_000],
    ['no end', limited(Number.POSITIVE_INFINITY), 60_000],
    ['a day', limited(24 * HOUR), HOUR],
  ])('is kept where it can be meant: %s', (_, error, expected) => {
    expect(retryAfter(error, 429)).toBe(expected);
  });

  it.each([
    ['in seconds', { 'retry-after': '20' }, 20_000],
    ['as a moment in seconds', { 'x-ratelimit-reset': String(now / 1000 + 40) }, 40_000],
    ['as a moment in ms', { 'x-ratelimit-reset': String(now + 40_000) }, 40_000],
    ['as a date', { 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' }, undefined],
    ['of a year', { 'retry-after': String(365 * 24 * 3600) }, HOUR],
    ['of a thousand years', { 'retry-after': '99999999999' }, undefined],
  ])(
    'of an outage comes from its headers, %s, and never stops a room for longer than an hour',
    (_, headers, expected) => {
      expect(retryAfter(new SyntaxError('<html>'), 503, headers)).toBe(expected);
    },
  );
});

it('keeps the key out of what is logged, also when the service repeats it', () => {
  const error = new Error('The key secret-key-1 has no plan. Payload: {"key":"secret-key-1"}');
  const failure = classifyConnectError(error, {
    ...{ now, sign: { status: 401, headers: {} }, timedOut: false },
    key: 'secret-key-1',
  });
  const cause = failure.cause as Error;
  expect([failure.message, failure.stack, cause.message, cause.stack].join()).not.toContain('secret-key-1');
});
