import { Body, Controller, Get, Inject, Param, Put } from '@nestjs/common';
import { moderationSchema, type Moderation } from '#libs/contracts';
import { CurrentActor, type Acting } from '../access/caller.decorator.js';
import { ZodPipe } from '../http/zod.pipe.js';
import { knownId } from '../streamers/known-id.js';
import { ModerationService } from './moderation.service.js';

@Controller('api/v1/streamers/:id/moderation')
export class ModerationController {
  constructor(@Inject(ModerationService) private readonly moderation: ModerationService) {}

  @Get()
  async find(@Param('id') id: string): Promise<Moderation> {
    return await this.moderation.find(knownId(id));
  }

  @Put()
  async replace(
    @Param('id') id: string,
    @CurrentActor() acting: Acting,
    @Body(new ZodPipe(moderationSchema)) wish: Moderation,
  ): Promise<Moderation> {
    return await this.moderation.replace(knownId(id), wish, acting);
  }
}
