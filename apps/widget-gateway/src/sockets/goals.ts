import type { Goal, GoalDefinition, Snapshot } from '#libs/contracts';

const PERIODS = { 'all-time': 'allTime', session: 'session', today: 'today' } as const;

/** How far each goal has come. Beyond its target it is reached all the same. */
export function goalsOf(
  definitions: readonly GoalDefinition[],
  { totals, viewers }: Pick<Snapshot, 'totals' | 'viewers'>,
): Goal[] {
  return definitions.map(({ id, metric, target, startValue, baseline, title, period }) => {
    const counted = metric === 'viewers' ? (viewers?.current ?? 0) : totals[PERIODS[period]][metric];
    const current = startValue + Math.max(0, counted - baseline);
    return { id, metric, target, current, title, period };
  });
}
