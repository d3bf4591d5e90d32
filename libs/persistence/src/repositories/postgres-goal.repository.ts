import { goalDefinitionSchema, type GoalDefinition, type UpdateGoal } from '#libs/contracts';
import { TooManyGoalsError, type GoalRepository, type NewGoal } from '#libs/domain';
import type { Database } from '../database.js';
import { GoalEntity } from '../entities/goal.entity.js';
import { StreamerEntity } from '../entities/streamer.entity.js';
import { changeStreamer } from './change-streamer.js';

const MAX_GOALS = 50;
const ORDER = { position: 'asc', id: 'asc' } as const;

/** A goal as the contract has it. */
export function toGoal(goal: GoalEntity): GoalDefinition {
  const { id, metric, target, startValue, baseline, title, period, position } = goal;
  const numbers = { target: Number(target), startValue: Number(startValue), baseline: Number(baseline) };
  return goalDefinitionSchema.parse({ id, metric, title, period, position, ...numbers });
}

/** The table `goal`. */
export class PostgresGoalRepository implements GoalRepository {
  constructor(private readonly database: Database) {}

  async list(streamerId: string): Promise<GoalDefinition[] | undefined> {
    const work = this.database.unitOfWork();
    const goals = await work.find(GoalEntity, { streamer: streamerId }, { orderBy: ORDER });
    if (goals.length === 0 && (await work.count(StreamerEntity, { id: streamerId })) === 0) return undefined;
    return goals.map(toGoal);
  }

  async create(streamerId: string, goal: NewGoal): Promise<GoalDefinition | undefined> {
    return await changeStreamer(this.database, streamerId, async (work, streamer) => {
      const others = await work.find(GoalEntity, { streamer: streamerId }, { orderBy: ORDER });
      if (others.length >= MAX_GOALS) throw new TooManyGoalsError(`A streamer has at most ${MAX_GOALS} goals`);
      const { id, metric, title, period, position = (others.at(-1)?.position ?? -1) + 1 } = goal;
      const counts = {
        target: String(goal.target),
        startValue: String(goal.startValue),
        baseline: String(goal.baseline),
      };
      const created = work.create(GoalEntity, { id, streamer, metric, title, period, position, ...counts });
      await work.persist(created).flush();
      return toGoal(created);
    });
  }

  async update(streamerId: string, goalId: string, change: UpdateGoal): Promise<GoalDefinition | undefined> {
    return await changeStreamer(this.database, streamerId, async (work) => {
      const goal = await work.findOne(GoalEntity, { id: goalId, streamer: streamerId });
      if (!goal) return undefined;
      goal.target = change.target === undefined ? goal.target : String(change.target);
      goal.title = change.title ?? goal.title;
      goal.position = change.position ?? goal.position;
      return toGoal(goal);
    });
  }

  async remove(streamerId: string, goalId: string): Promise<boolean> {
    const removed = await changeStreamer(this.database, streamerId, async (work) => {
      const count = await work.nativeDelete(GoalEntity, { id: goalId, streamer: streamerId });
      return count > 0 ? true : undefined;
    });
    return removed ?? false;
  }
}
