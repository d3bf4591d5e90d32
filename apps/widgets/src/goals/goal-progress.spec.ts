import { describe, expect, it } from 'vitest';
import type { Goal } from '#libs/contracts';
import { percentOf, shareOf, titleOf, wasJustReached } from './goal-progress.js';

const goal = (current: number, target = 100, title = ''): Goal => ({
  id: 'g',
  metric: 'follows',
  current,
  target,
  title,
});

describe('progress of goals', () => {
  it.each([
    [0, 0, 0],
    [99, 0.99, 99],
    [100, 1, 100],
    [250, 1, 250],
  ])('%d of 100 fills %d and says %d %%', (current, share, percent) => {
    expect(shareOf(goal(current))).toBe(share);
    expect(percentOf(goal(current))).toBe(percent);
  });

  it('is reached once, by viewers alone', () => {
    expect(wasJustReached(goal(90), goal(130))).toBe(true);
    expect(wasJustReached(goal(130), goal(140))).toBe(false);
    expect(wasJustReached(undefined, goal(130))).toBe(false);
    expect(wasJustReached(goal(90, 100), goal(90, 80))).toBe(false);
  });

  it('has words of the streamer, or its own', () => {
    const text = (sentence: string, title = '') =>
      titleOf(goal(40, 1000, title), sentence)
        .map((part) => part.text)
        .join('');
    expect(text('')).toBe('Followers');
    expect(text('', 'Road to a new mic')).toBe('Road to a new mic');
    expect(text('{left} to go: {title} {nonsense}')).toBe('960 to go: Followers {nonsense}');
  });
});
