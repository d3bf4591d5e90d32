import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import {
  alertListQuerySchema,
  controlCommandSchema,
  type AlertList,
  type AlertListQuery,
  type ControlAccepted,
  type ControlCommandBody,
} from '#libs/contracts';
import { ZodPipe } from '../http/zod.pipe.js';
import { knownId } from '../streamers/known-id.js';
import { WidgetQueuesService } from './widget-queues.service.js';

@Controller('api/v1/streamers/:id/widgets/:widget')
export class WidgetQueuesController {
  constructor(@Inject(WidgetQueuesService) private readonly queues: WidgetQueuesService) {}

  @Post('control')
  @HttpCode(202)
  async control(
    @Param('id') id: string,
    @Param('widget') type: string,
    @Body(new ZodPipe(controlCommandSchema)) { instance, ...command }: ControlCommandBody,
  ): Promise<ControlAccepted> {
    return await this.queues.control({ streamerId: knownId(id), type, instance }, command);
  }

  @Get('alerts')
  async alerts(
    @Param('id') id: string,
    @Param('widget') type: string,
    @Query(new ZodPipe(alertListQuerySchema)) { instance, limit }: AlertListQuery,
  ): Promise<AlertList> {
    return await this.queues.alerts({ streamerId: knownId(id), type, instance }, limit);
  }
}
