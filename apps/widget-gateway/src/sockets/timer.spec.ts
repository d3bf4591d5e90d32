import { expect, it } from 'vitest';
import { timerOf } from './timer.js';

const counts = { coins: 10, gifts: 0, likes: 0, follows: 0, shares: 0, subscribes: 0 };
const snapshot = { totals: { session: counts, today: counts, allTime: counts } };
const timer = (settings: Record<string, unknown>, now = 5000) => timerOf({ type: 'timer', settings }, snapshot, now);

it('says when a timer ends and whether it runs', () => {
  const run = { initialSeconds: 60, secondsPerCoin: 2, startedAt: 1000 };
  expect(timer(run)).toEqual({ running: true, endsAt: 81_000 });
  expect(timer(run, 81_000)).toEqual({ running: false, endsAt: 81_000 });
  expect(timer({ ...run, pausedAt: 3000 })).toEqual({ running: false });
  expect(timer({})).toEqual({ running: false });
  expect(timerOf({ type: 'goals', settings: run }, snapshot, 5000)).toBeUndefined();
});
