import type { Goal } from '#libs/contracts';
import { formatCount } from '../ui/numbers.js';
import { type TemplatePart, cleanText, fillTemplate } from '../ui/text.js';

const NAMES: Record<Goal['metric'], string> = {
  coins: 'Coins',
  gifts: 'Gifts',
  likes: 'Likes',
  follows: 'Followers',
  shares: 'Shares',
  subscribes: 'Subscribers',
  viewers: 'Viewers',
};

export function isReached({ current, target }: Pick<Goal, 'current' | 'target'>): boolean {
  return current >= target;
}

/** 0 to 1: beyond its target a goal is full. */
export function shareOf({ current, target }: Pick<Goal, 'current' | 'target'>): number {
  return target > 0 ? Math.min(1, Math.max(0, current / target)) : 1;
}

/** Whole percent, rounded down: 99.9 % is not there yet. Past the target it goes on. */
export function percentOf({ current, target }: Pick<Goal, 'current' | 'target'>): number {
  return target > 0 ? Math.floor((current / target) * 100) : 100;
}

/** Whether viewers just brought it over its target. An edit of the target does not. */
export function wasJustReached(before: Goal | undefined, now: Goal): boolean {
  if (!before || before.target !== now.target) return false;
  return !isReached(before) && isReached(now);
}

export function titleOf(goal: Goal, sentence: string): TemplatePart[] {
  const { current, target } = goal;
  const title = cleanText(goal.title ?? '', 120) || NAMES[goal.metric];
  if (!sentence) return [{ text: title }];
  return fillTemplate(sentence, {
    title,
    current: formatCount(current),
    target: formatCount(target),
    percent: `${percentOf(goal)}%`,
    left: formatCount(Math.max(0, target - current)),
  });
}
