import { expect, it } from 'vitest';
import { simulatePlacement } from '../../bench/placement-simulation.mjs';

it('2,000 streamers on 20 nodes are placed once, and the death of two nodes moves their streamers alone', () => {
  const result = simulatePlacement({ streamers: 2000, nodes: 20, die: 0.1 });
  expect(result).toMatchObject({ placed: 2000, owned: 2000, atRest: 0, rebalanced: 0, spacingBroken: 0 });
  expect(result.orphans).toBeGreaterThan(100);
  expect(result.moved).toBe(result.orphans);
  expect(result.highestGeneration).toBe(2);
});
