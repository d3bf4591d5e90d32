import { describe, expect, it } from 'vitest';
import type { DriftFinding } from '#libs/contracts';
import { streamerIdSchema } from '#libs/contracts';
import { affectedEvents } from './affected.js';
import { canaryId, isCanary, judgeCanary, type CanarySight } from './canary.js';

const LIMITS = { lateMs: 10_000, silentMs: 60_000 };
const event = (at: number, receivedAt: number, shownAt: number) => ({ at, receivedAt, shownAt });
const sight = (more: Partial<CanarySight> = {}): CanarySight => ({
  ...{ now: 100_000, startedAt: 0, welcome: true, source: 'live', lastEventAt: 99_000 },
  recent: [event(98_000, 98_400, 98_500), event(98_500, 98_800, 98_900), event(98_900, 99_300, 99_500)],
  ...more,
});

describe('judgeCanary', () => {
  it('measures each leg by the median, and says ok', () => {
    expect(judgeCanary(sight(), LIMITS)).toEqual({
      state: 'ok',
      ages: { tiktokToWorker: 400, workerToPage: 100, tiktokToPage: 500 },
    });
  });

  it('is late when most events are, and not for a single one or a clock that runs ahead', () => {
    const old = event(1_000, 98_000, 98_100);
    expect(judgeCanary(sight({ recent: [old, ...sight().recent] }), LIMITS).state).toBe('ok');
    expect(judgeCanary(sight({ recent: [old, old, event(98_000, 98_400, 98_500)] }), LIMITS)).toMatchObject({
      ...{ state: 'late', cause: 'delay' },
    });
    expect(judgeCanary(sight({ recent: [event(200_000, 99_000, 99_100)] }), LIMITS).ages.tiktokToPage).toBe(0);
  });

  it('is silent after its limit, never before, and says where the way ends', () => {
    const quiet = { lastEventAt: 40_000 };
    expect(judgeCanary(sight(quiet), LIMITS).state).toBe('ok');
    const silent = { ...quiet, now: 100_001 };
    expect(judgeCanary(sight(silent), LIMITS)).toMatchObject({ state: 'silent', cause: 'events' });
    expect(judgeCanary(sight({ ...silent, source: 'retrying' }), LIMITS).cause).toBe('source');
    expect(judgeCanary(sight({ ...silent, welcome: false, source: undefined }), LIMITS).cause).toBe('gateway');
    const none = { lastEventAt: null, recent: [], startedAt: 90_000 };
    expect(judgeCanary(sight(none), LIMITS).state).toBe('ok');
    expect(judgeCanary(sight({ ...none, now: 150_001 }), LIMITS).state).toBe('silent');
  });
});

it('the id of a canary is one that a streamer may have, and known by its form', () => {
  const id = canaryId('0123456789ab');
  expect(streamerIdSchema.parse(id)).toBe(id);
  expect(isCanary(id)).toBe(true);
  expect(isCanary('5600e838-26e8-4a61-a0a1-3d1d917efb35')).toBe(false);
});

it('an alarm tells which events pages may lack; a warning and a message that no page shows do not', () => {
  const finding = (method: string, level: DriftFinding['level'] = 'alarm'): DriftFinding => ({
    ...{ method, reason: 'undecodable', level, since: 0, bad: 1, of: 1, share: 1, usual: 0 },
  });
  expect([...affectedEvents([finding('WebcastSocialMessage'), finding('event:gift')])].toSorted()).toEqual([
    ...['follow', 'gift', 'share'],
  ]);
  expect(
    affectedEvents([finding('WebcastGiftMessage', 'warning'), finding('WebcastNewMessage'), finding('event:caption')])
      .size,
  ).toBe(0);
});
