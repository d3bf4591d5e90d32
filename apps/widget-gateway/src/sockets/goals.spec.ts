import { describe, expect, it } from 'vitest';
import { goalDefinitionSchema, type Counts } from '#libs/contracts';
import { goalsOf } from './goals.js';

const counts = (coins: number): Counts => ({ coins, gifts: 0, likes: 0, follows: 3, shares: 0, subscribes: 0 });
const snapshot = {
  totals: { session: counts(5), today: counts(50), allTime: counts(500) },
  viewers: { current: 42, cumulative: 100, peak: 60 },
};
const goal = (changes: Record<string, unknown>) =>
  goalDefinitionSchema.parse({
    ...{ id: '5600e838-26e8-4a61-a0a1-3d1d917efb35', metric: 'coins', target: 100, startValue: 0, baseline: 0 },
    ...{ title: '', period: 'all-time', position: 0, ...changes },
  });
const current = (changes: Record<string, unknown>) => goalsOf([goal(changes)], snapshot)[0]?.current;

describe('goalsOf', () => {
  it('counts the period of the goal, and beyond its target', () => {
    expect(current({})).toBe(500);
    expect(current({ period: 'session' })).toBe(5);
    expect(current({ period: 'today' })).toBe(50);
    expect(current({ metric: 'viewers' })).toBe(42);
  });

  it('begins at its start value and counts what came after its baseline', () => {
    expect(current({ startValue: 10, baseline: 480 })).toBe(30);
    expect(current({ startValue: 10, baseline: 900 })).toBe(10);
  });

  it('keeps its progress whatever its title and target', () => {
    expect(current({ title: 'New', target: 1, baseline: 480 })).toBe(current({ baseline: 480 }));
  });

  it('counts viewers as none before anybody was counted', () => {
    expect(goalsOf([goal({ metric: 'viewers' })], { totals: snapshot.totals })[0]?.current).toBe(0);
  });
});
