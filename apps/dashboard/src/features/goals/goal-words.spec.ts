import { describe, expect, it } from 'vitest';
import { GOAL_METRICS, GOAL_PERIODS, type GoalDefinition } from '#libs/contracts';
import { METRICS, moved, PERIODS, placesOf, progressOf, titleOf } from './goal-words.js';

const goal = (part: Partial<GoalDefinition>): GoalDefinition => ({
  ...{ id: 'a', metric: 'coins', target: 100, startValue: 0, baseline: 0, title: '', period: 'all-time', position: 0 },
  ...part,
});
const none = { coins: 0, gifts: 0, likes: 0, follows: 0, shares: 0, subscribes: 0 };
const known = {
  totals: { session: { ...none, coins: 7 }, today: { ...none, coins: 20 }, allTime: { ...none, coins: 500 } },
  viewers: { current: 42, cumulative: 100, peak: 60 },
};

it('has words for everything that can be counted', () => {
  expect(Object.keys(METRICS).sort()).toEqual([...GOAL_METRICS].sort());
  expect(Object.keys(PERIODS).sort()).toEqual([...GOAL_PERIODS].sort());
  expect(titleOf(goal({ title: 'New mic' }))).toBe('New mic');
  expect(titleOf(goal({ metric: 'follows' }))).toBe('New followers');
});

describe('progress', () => {
  it.each([
    [{ baseline: 480, startValue: 5 }, 25],
    [{ period: 'session' }, 7],
    [{ period: 'today' }, 20],
    [{ metric: 'viewers' }, 42],
    [{ baseline: 9999, startValue: 3 }, 3],
  ] as const)('%j: %d', (part, expected) => {
    expect(progressOf(goal(part), known)).toBe(expected);
  });

  it('is not known before totals are', () => {
    expect(progressOf(goal({}), undefined)).toBeUndefined();
    expect(progressOf(goal({ metric: 'viewers' }), { ...known, viewers: null })).toBe(0);
  });
});

describe('order', () => {
  it('moves one by a place and stays within its ends', () => {
    expect(moved(['a', 'b', 'c'], 2, -1)).toEqual(['a', 'c', 'b']);
    expect(moved(['a', 'b', 'c'], 0, -1)).toEqual(['a', 'b', 'c']);
    expect(moved(['a', 'b', 'c'], 2, 1)).toEqual(['a', 'b', 'c']);
  });

  it('saves places that change alone, and repairs those that clash', () => {
    const goals = [goal({ id: 'b', position: 1 }), goal({ id: 'a', position: 0 }), goal({ id: 'c', position: 2 })];
    expect(placesOf(goals)).toEqual([
      { id: 'b', position: 0 },
      { id: 'a', position: 1 },
    ]);
    expect(placesOf([goal({ id: 'a' }), goal({ id: 'b' })])).toEqual([{ id: 'b', position: 1 }]);
  });
});
