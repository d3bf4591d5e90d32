import { z } from 'zod';
import { GOAL_METRICS, GOAL_PERIODS } from './snapshot.js';
import { oneLine } from './texts.js';

const count = z.int().nonnegative();
const target = z.int().positive();
const title = z.string().max(1000).transform(oneLine).pipe(z.string().max(120));
const position = z.int().min(0).max(10_000);

/** What a streamer counts towards: `startValue` plus what was counted in the period since `baseline`. */
export const goalDefinitionSchema = z.object({
  id: z.uuid(),
  metric: z.enum(GOAL_METRICS),
  target,
  /** Where the goal begins: followers that the streamer had before, say. */
  startValue: count,
  /** The period's total at which the goal stood at its start. */
  baseline: count,
  title,
  period: z.enum(GOAL_PERIODS),
  /** Order on the page, lowest first. */
  position,
});
export type GoalDefinition = z.infer<typeof goalDefinitionSchema>;

/** Without `baseline` an all-time goal counts from now on; the others count their whole period. */
export const createGoalSchema = z.strictObject({
  metric: z.enum(GOAL_METRICS),
  target,
  startValue: count.default(0),
  baseline: count.optional(),
  title: title.default(''),
  period: z.enum(GOAL_PERIODS).default('all-time'),
  position: position.optional(),
});
export type CreateGoal = z.infer<typeof createGoalSchema>;

/** None of these changes the progress. */
export const updateGoalSchema = z.strictObject({
  target: target.optional(),
  title: title.optional(),
  position: position.optional(),
});
export type UpdateGoal = z.infer<typeof updateGoalSchema>;

export const goalListSchema = z.object({ items: z.array(goalDefinitionSchema) });
export type GoalList = z.infer<typeof goalListSchema>;
