import { expect, it } from 'vitest';
import { countDeath, restartDelay } from './restart-policy.mjs';

it('starts again at once after the first death', () => {
  expect(restartDelay({ everReady: true, deathsInARow: 1 })).toBe(0);
  expect(restartDelay({ everReady: false, deathsInARow: 1 })).toBe(0);
});

it('has a process that was ready back within two seconds, however often it dies', () => {
  for (let deaths = 1; deaths < 100; deaths++) {
    expect(restartDelay({ everReady: true, deathsInARow: deaths })).toBeLessThan(2000);
  }
});

it('tries one that was never ready at growing intervals', () => {
  const delays = [2, 3, 4, 5, 20].map((deathsInARow) => restartDelay({ everReady: false, deathsInARow }));
  expect(delays).toEqual([500, 1000, 2000, 4000, 30_000]);
});

it('forgets earlier deaths after a quiet time', () => {
  expect(countDeath(7, 60_000)).toBe(1);
  expect(countDeath(7, 500)).toBe(8);
});
