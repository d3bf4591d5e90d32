import type { GoalDefinition, Overview } from '#libs/contracts';

type Metric = GoalDefinition['metric'];
type Period = GoalDefinition['period'];

/** What is counted, in plain words. */
export const METRICS: Record<Metric, { label: string; text: string }> = {
  coins: { label: 'Coins', text: 'What all gifts are worth' },
  gifts: { label: 'Gifts', text: 'How many gifts, whatever they are worth' },
  likes: { label: 'Likes', text: 'Taps on the screen' },
  follows: { label: 'New followers', text: 'People who follow you' },
  shares: { label: 'Shares', text: 'How often your stream is shared' },
  subscribes: { label: 'Subscriptions', text: 'New and returning subscribers' },
  viewers: { label: 'Viewers', text: 'How many watch right now' },
};

/** When counting begins, in plain words. */
export const PERIODS: Record<Period, { label: string; text: string }> = {
  'all-time': { label: 'Until it is reached', text: 'Goes on from stream to stream' },
  session: { label: 'Each stream', text: 'Starts anew when you go live' },
  today: { label: 'Each day', text: 'Starts anew at midnight, in your time zone' },
};

const TOTALS = { 'all-time': 'allTime', session: 'session', today: 'today' } as const;

/** What a goal is called where it has no title of its own. */
export function titleOf({ title, metric }: Pick<GoalDefinition, 'title' | 'metric'>): string {
  return title || METRICS[metric].label;
}

/** How far a goal has come, as its page counts it; undefined while that is not known. */
export function progressOf(
  goal: GoalDefinition,
  known: Pick<Overview, 'totals' | 'viewers'> | undefined,
): number | undefined {
  if (!known) return undefined;
  const { metric, period, startValue, baseline } = goal;
  const counted = metric === 'viewers' ? (known.viewers?.current ?? 0) : known.totals[TOTALS[period]][metric];
  return startValue + Math.max(0, counted - baseline);
}

/** The goals in another order: the one at `index` goes one place up (-1) or down (1). */
export function moved<T>(goals: readonly T[], index: number, by: -1 | 1): T[] {
  const next = [...goals];
  const other = next[index + by];
  const one = next[index];
  if (one === undefined || other === undefined) return next;
  next[index + by] = one;
  next[index] = other;
  return next;
}

/** Places to be saved for an order: those alone that change. */
export function placesOf(goals: readonly GoalDefinition[]): { id: string; position: number }[] {
  return goals
    .map(({ id }, position) => ({ id, position }))
    .filter(({ position }, index) => goals[index]?.position !== position);
}
