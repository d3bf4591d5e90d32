import { expect, it } from 'vitest';
import { percentile } from '../chaos/support/report.js';
import { SeededRandom } from '../chaos/support/random.js';
import { mostWithin, virtualDay } from './virtual-day.js';

const MINUTE = 60_000;

it('offline streamers cost no sign call, and no more looks than the budget, for some simulated hours', () => {
  const budget = 60;
  const random = new SeededRandom(6);
  const day = virtualDay({ streamers: 300, goLive: 0, requestsPerMinute: budget, hours: 4, random });
  expect(day.signCalls).toBe(0);
  expect(mostWithin(MINUTE, day.requests)).toBeLessThanOrEqual(budget);
  // Nobody is forgotten, and nobody has much more than the others: the budget is short for all alike.
  const looks = [...day.looks.values()];
  expect(looks.length).toBe(300);
  expect(Math.min(...looks)).toBeGreaterThan(4);
});

it('sees within a few minutes who goes live at the usual hour', () => {
  const random = new SeededRandom(7);
  const day = virtualDay({ streamers: 200, goLive: 30, requestsPerMinute: 300, hours: 24, random });
  expect(day.noticedAfterMs.length).toBe(30);
  expect(percentile(day.noticedAfterMs, 0.5)).toBeLessThan(2 * MINUTE);
  expect(Math.max(...day.noticedAfterMs)).toBeLessThan(11 * MINUTE);
});
