import fc from 'fast-check';
import { expect, it } from 'vitest';
import { growingDelay } from './growing-delay.js';

it('doubles with each time up to its longest', () => {
  expect([0, 1, 2, 3, 4].map((times) => growingDelay(250, 2000, times))).toEqual([250, 500, 1000, 2000, 2000]);
});

it('is a number that never falls and never passes its longest, however often it failed', () => {
  const ms = fc.nat({ max: 86_400_000 });
  fc.assert(
    fc.property(ms, ms, fc.nat({ max: 1e6 }), (firstMs, lastMs, times) => {
      const [delay, next] = [growingDelay(firstMs, lastMs, times), growingDelay(firstMs, lastMs, times + 1)];
      expect(delay).toBeLessThanOrEqual(lastMs);
      expect(delay).toBeGreaterThanOrEqual(Math.min(firstMs, lastMs));
      expect(next).toBeGreaterThanOrEqual(delay);
    }),
  );
});
