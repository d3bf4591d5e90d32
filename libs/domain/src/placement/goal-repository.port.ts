import type { GoalDefinition, UpdateGoal } from '#libs/contracts';

/** A streamer has as many goals as are allowed. */
export class TooManyGoalsError extends Error {
  readonly code = 'GOAL.TOO_MANY';
  override readonly name = 'TooManyGoalsError';
}

export type NewGoal = Omit<GoalDefinition, 'position'> & { position?: number | undefined };

/** Goals. Each change raises the streamer's revision, so that gateways hear of it. */
export interface GoalRepository {
  /** In the order of the page; `undefined` when there is no such streamer. */
  list(streamerId: string): Promise<GoalDefinition[] | undefined>;
  /** At the end unless it says where. `undefined`: no such streamer. Rejects with TooManyGoalsError. */
  create(streamerId: string, goal: NewGoal): Promise<GoalDefinition | undefined>;
  /** `undefined`: no such goal. */
  update(streamerId: string, goalId: string, change: UpdateGoal): Promise<GoalDefinition | undefined>;
  remove(streamerId: string, goalId: string): Promise<boolean>;
}
