import { Body, Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { handleCheckSchema, type HandleCheck, type HandleReport, type LookReply } from '#libs/contracts';
import type { Caller } from '#libs/domain';
import { CurrentCaller } from '../access/caller.decorator.js';
import { ZodPipe } from '../http/zod.pipe.js';
import { knownId } from '../streamers/known-id.js';
import { HandleChecksService } from './handle-checks.service.js';
import { LookService } from './look.service.js';

/** Questions to TikTok that a streamer may ask. */
@Controller('api/v1')
export class OnboardingController {
  constructor(
    @Inject(HandleChecksService) private readonly handles: HandleChecksService,
    @Inject(LookService) private readonly looks: LookService,
  ) {}

  @Post('handle-checks')
  @HttpCode(200)
  check(
    @Body(new ZodPipe(handleCheckSchema)) { handle }: HandleCheck,
    @CurrentCaller() caller: Caller,
  ): Promise<HandleReport> {
    return this.handles.check(handle, caller);
  }

  @Post('streamers/:id/look')
  @HttpCode(200)
  look(@Param('id') id: string): Promise<LookReply> {
    return this.looks.look(knownId(id));
  }
}
