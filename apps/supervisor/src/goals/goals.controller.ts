import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Patch, Post } from '@nestjs/common';
import {
  createGoalSchema,
  streamerIdSchema,
  updateGoalSchema,
  type CreateGoal,
  type GoalDefinition,
  type GoalList,
  type UpdateGoal,
} from '#libs/contracts';
import { ProblemError } from '../http/problem.js';
import { ZodPipe } from '../http/zod.pipe.js';
import { GoalsService } from './goals.service.js';

function found<T>(value: T | undefined, what: 'streamer' | 'goal'): T {
  if (value !== undefined) return value;
  throw new ProblemError(404, `${what.toUpperCase()}.NOT_FOUND`, `There is no such ${what}`);
}

/** An id that is no UUID names nobody. */
function knownId(id: string, what: 'streamer' | 'goal'): string {
  return found(streamerIdSchema.safeParse(id).data?.toLowerCase(), what);
}

@Controller('api/v1/streamers/:id/goals')
export class GoalsController {
  constructor(@Inject(GoalsService) private readonly goals: GoalsService) {}

  @Get()
  async list(@Param('id') id: string): Promise<GoalList> {
    return { items: found(await this.goals.list(knownId(id, 'streamer')), 'streamer') };
  }

  @Post()
  async create(
    @Param('id') id: string,
    @Body(new ZodPipe(createGoalSchema)) wish: CreateGoal,
  ): Promise<GoalDefinition> {
    return found(await this.goals.create(knownId(id, 'streamer'), wish), 'streamer');
  }

  @Patch(':goalId')
  async update(
    @Param('id') id: string,
    @Param('goalId') goalId: string,
    @Body(new ZodPipe(updateGoalSchema)) change: UpdateGoal,
  ): Promise<GoalDefinition> {
    return found(await this.goals.update(knownId(id, 'streamer'), knownId(goalId, 'goal'), change), 'goal');
  }

  @Delete(':goalId')
  @HttpCode(204)
  async remove(@Param('id') id: string, @Param('goalId') goalId: string): Promise<void> {
    const removed = await this.goals.remove(knownId(id, 'streamer'), knownId(goalId, 'goal'));
    found(removed || undefined, 'goal');
  }
}
