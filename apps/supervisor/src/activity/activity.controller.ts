import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { activityQuerySchema, type ActivityPage, type ActivityQuery } from '#libs/contracts';
import { ZodPipe } from '../http/zod.pipe.js';
import { knownId } from '../streamers/known-id.js';
import { ActivityService } from './activity.service.js';

@Controller('api/v1/streamers/:id/activity')
export class ActivityController {
  constructor(@Inject(ActivityService) private readonly activity: ActivityService) {}

  @Get()
  async list(
    @Param('id') id: string,
    @Query(new ZodPipe(activityQuerySchema)) query: ActivityQuery,
  ): Promise<ActivityPage> {
    return await this.activity.page(knownId(id), query);
  }
}
