import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { CreateGoal, GoalDefinition, UpdateGoal } from '#libs/contracts';
import type { GoalRepository } from '#libs/domain';
import { GOAL_REPOSITORY } from '#libs/persistence';
import { ProblemError } from '../http/problem.js';
import { PresentTotals } from '../read-models/present-totals.js';
import { ReadModelSync } from '../read-models/read-model-sync.js';

const MAX_PER_STREAMER_CODE = 'GOAL.TOO_MANY';

/** What the operator does with goals. Each change is durable first and then published. */
@Injectable()
export class GoalsService {
  constructor(
    @Inject(GOAL_REPOSITORY) private readonly goals: GoalRepository,
    @Inject(PresentTotals) private readonly totals: PresentTotals,
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

  /** Where an all-time goal begins to count. */
  private async presentTotal(streamerId: string, { metric, period }: CreateGoal): Promise<number> {
    if (period !== 'all-time' || metric === 'viewers') return 0;
    return (await this.totals.of(streamerId))[metric];
  }
}
