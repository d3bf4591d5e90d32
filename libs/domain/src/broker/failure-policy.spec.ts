import { describe, expect, it } from 'vitest';
import { sourceStatusSchema } from '#libs/contracts';
import { FAILURE_CLASSES, isStreamersDoing, LIMIT, type FailureKind } from './failure-classes.js';
import { backoff, judgeFailure } from './failure-policy.js';
import { liveStatus, operatorAdvice } from './status-words.js';

const HOUR = 3_600_000;
const retry = { baseMs: 1000, maxMs: 60_000 };
const kinds = Object.keys(FAILURE_CLASSES) as FailureKind[];
const judge = (kind: FailureKind, attempt: number, random = 0.5) =>
  judgeFailure({ kind }, { handle: 'ann', attempt, alike: attempt + 1, wasLive: false }, { now: 1000, random, retry });

describe.each(kinds)('%s', (kind) => {
  it('says what to do, to the streamer and to the operator, in words that fit', () => {
    const { words, stuck } = FAILURE_CLASSES[kind];
    for (const { streamer, operator } of [words, stuck]) {
      expect(streamer('ann')).toMatch(/need do nothing|[Cc]heck|[Ee]nter/);
      expect(streamer('a'.repeat(24)).length).toBeLessThan(200);
      expect(operator).toMatch(/[a-z]\./);
      expect(streamer('ann')).not.toMatch(/sign|socket|lease|Redis|quota/);
    }
  });

  it('is never tried without a pause, nor for ever in a hurry: luck cannot beat the limit', () => {
    let now = 0;
    let tries = 0;
    while (now < HOUR) {
      now += judge(kind, tries, 0).delayMs;
      tries += 1;
    }
    const { maxMs = retry.maxMs } = FAILURE_CLASSES[kind];
    // The first few in which chance decides, the doubling, and then half of the highest delay each.
    expect(tries).toBeLessThanOrEqual(8 + Math.ceil(HOUR / (maxMs / 2)));
    expect(judge(kind, 0, 0).delayMs).toBeGreaterThanOrEqual(1000);
  });

  it(`is blocked, with what to do, after ${LIMIT} times in a row`, () => {
    const { status, delayMs } = judge(kind, LIMIT - 1);
    const { maxMs = retry.maxMs, stuck } = FAILURE_CLASSES[kind];
    expect(status).toMatchObject({ state: 'blocked', reason: { text: stuck.streamer('ann') } });
    expect(sourceStatusSchema.parse(status)).toEqual(status);
    expect(delayMs).toBeGreaterThanOrEqual(maxMs / 2);
    expect(operatorAdvice(status)).toBeDefined();
    expect(operatorAdvice(judge(kind, 0).status)).toBe(FAILURE_CLASSES[kind].words.operator);
  });
});

it('who waits for a turn is told so with its time, however often, and never blocked', () => {
  for (let attempt = 0; attempt < 5 * LIMIT; attempt++) {
    const failure = { kind: 'sign-rate-limited', retryAfterMs: 45_000 } as const;
    const subject = { handle: 'ann', attempt, alike: attempt + 1, wasLive: true };
    const { blocked, status, delayMs } = judgeFailure(failure, subject, { now: 1000, random: 0.5, retry });
    expect([blocked, status.state, status.nextTryAt]).toEqual([false, 'retrying', 1000 + delayMs]);
    expect(status.reason?.text).toContain('Waiting for its turn');
    expect(delayMs).toBeLessThan(50_000);
  }
});

it('a wait that cannot be meant neither stops a broker nor makes it hurry', () => {
  const subject = { handle: 'ann', attempt: 0, alike: 1, wasLive: true };
  for (const kind of kinds) {
    for (const retryAfterMs of [Number.NaN, -1, 0, 1e15, Number.POSITIVE_INFINITY]) {
      const { delayMs } = judgeFailure({ kind, retryAfterMs }, subject, { now: 1000, random: 0.5, retry });
      expect(delayMs).toBeGreaterThanOrEqual(1000);
      expect(delayMs).toBeLessThan(2 * HOUR);
    }
  }
});

it('only an unknown user is the streamer’s own doing', () => {
  expect(kinds.filter((kind) => isStreamersDoing(FAILURE_CLASSES[kind].code))).toEqual(['user-not-found']);
});

it('the heaviest of what is wrong is told, each with advice for the operator', () => {
  expect(liveStatus([], 5)).toEqual({ state: 'live', since: 5 });
  expect(liveStatus(['paused'], 5)).toMatchObject({ state: 'live', reason: { code: 'STREAM.PAUSED' } });
  expect(liveStatus(['paused', 'quiet', 'log-behind'], 5).reason?.code).toBe('LOG.BEHIND');
  expect(operatorAdvice(liveStatus(['drift'], 5))).toContain('streamshape_source_messages_total');
  expect(operatorAdvice({ state: 'live' })).toBeUndefined();
});

it('the delay grows from full jitter to at least half of its bound', () => {
  expect([0, 1, 2, 3].map((attempt) => backoff(attempt, 1000, 60_000, 0))).toEqual([1000, 1000, 1000, 1000]);
  expect([4, 5, 9].map((attempt) => backoff(attempt, 1000, 60_000, 0))).toEqual([16_000, 30_000, 30_000]);
  expect([0, 3, 9].map((attempt) => backoff(attempt, 1000, 60_000, 1))).toEqual([2000, 16_000, 60_000]);
});
