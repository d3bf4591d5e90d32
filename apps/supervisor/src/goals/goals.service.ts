import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { CreateGoal, GoalDefinition, UpdateGoal } from '#libs/contracts';
import { shownTotals, type GoalRepository, type ProjectionStore } from '#libs/domain';
import { GOAL_REPOSITORY } from '#libs/persistence';
import { ProblemError } from '../http/problem.js';
import { ReadModelSync } from '../read-models/read-model-sync.js';
import { PROJECTIONS } from '../supervisor.tokens.js';

const MAX_PER_STREAMER_CODE = 'GOAL.TOO_MANY';

/** What the operator does with goals. Each change is durable first and then published. */
@Injectable()
export class GoalsService {
  constructor(
    @Inject(GOAL_REPOSITORY) private readonly goals: GoalRepository,
    @Inject(PROJECTIONS) private readonly projections: ProjectionStore,
    @Inject(ReadModelSync) private readonly readModels: ReadModelSync,
  ) {}

  async list(streamerId: string): Promise<GoalDefinition[] | undefined> {
    return await this.goals.list(streamerId);
  }

  /** `undefined`: no such streamer. Rejects with a problem when the totals cannot be known at the moment. */
  async create(streamerId: string, wish: CreateGoal): Promise<GoalDefinition | undefined> {
    if ((await this.goals.list(streamerId)) === undefined) return undefined;
    const baseline = wish.baseline ?? (await this.presentTotal(streamerId, wish));
    try {
      const created = await this.goals.create(streamerId, { ...wish, id: randomUUID(), baseline });
      if (created) await this.readModels.publish(streamerId);
      return created;
    } catch (error) {
      if (!(error instanceof Error) || !('code' in error) || error.code !== MAX_PER_STREAMER_CODE) throw error;
      throw new ProblemError(409, MAX_PER_STREAMER_CODE, error.message);
    }
  }

  async update(streamerId: string, goalId: string, change: UpdateGoal): Promise<GoalDefinition | undefined> {
    const updated = await this.goals.update(streamerId, goalId, change);
    if (updated) await this.readModels.publish(streamerId);
    return updated;
  }

  async remove(streamerId: string, goalId: string): Promise<boolean> {
    const removed = await this.goals.remove(streamerId, goalId);
    if (removed) await this.readModels.publish(streamerId);
    return removed;
  }

  /** Where an all-time goal begins to count. Without the base the total would be too low and the goal jump later. */
  private async presentTotal(streamerId: string, { metric, period }: CreateGoal): Promise<number> {
    if (period !== 'all-time' || metric === 'viewers') return 0;
    const [reading] = await this.projections.read([streamerId]).catch(() => {
      throw new ProblemError(503, 'TOTALS.UNAVAILABLE', 'The totals cannot be read at the moment. Try again');
    });
    if (reading === undefined) return 0;
    if (reading.base?.epoch !== reading.position.epoch) {
      throw new ProblemError(503, 'TOTALS.UNAVAILABLE', 'The totals are being rebuilt. Try again in some seconds');
    }
    return shownTotals(reading.counted, reading.day, reading.before, reading.day).allTime[metric];
  }
}
