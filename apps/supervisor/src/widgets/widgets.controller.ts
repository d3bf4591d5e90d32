import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Patch, Post, UseGuards } from '@nestjs/common';
import {
  createWidgetSchema,
  duplicateWidgetSchema,
  timerCommandSchema,
  updateWidgetSchema,
  type CreateWidget,
  type DuplicateWidget,
  type TimerCommand,
  type UpdateWidget,
  type WidgetList,
  type WidgetView,
} from '#libs/contracts';
import { OperatorGuard } from '../http/bearer.guard.js';
import { ZodPipe } from '../http/zod.pipe.js';
import { knownId } from '../streamers/known-id.js';
import { TimerService } from './timer.service.js';
import { WidgetsService } from './widgets.service.js';

@Controller('api/v1/streamers/:id/widgets')
@UseGuards(OperatorGuard)
export class WidgetsController {
  constructor(
    @Inject(WidgetsService) private readonly widgets: WidgetsService,
    @Inject(TimerService) private readonly timers: TimerService,
  ) {}

  @Get()
  async list(@Param('id') id: string): Promise<WidgetList> {
    return { items: await this.widgets.list(knownId(id)) };
  }

  @Post()
  async create(
    @Param('id') id: string,
    @Body(new ZodPipe(createWidgetSchema)) wish: CreateWidget,
  ): Promise<WidgetView> {
    return await this.widgets.create(knownId(id), wish);
  }

  @Get(':widgetId')
  async find(@Param('id') id: string, @Param('widgetId') widgetId: string): Promise<WidgetView> {
    return await this.widgets.find(knownId(id), widgetId);
  }

  @Patch(':widgetId')
  async update(
    @Param('id') id: string,
    @Param('widgetId') widgetId: string,
    @Body(new ZodPipe(updateWidgetSchema)) change: UpdateWidget,
  ): Promise<WidgetView> {
    return await this.widgets.update(knownId(id), widgetId, change);
  }

  @Delete(':widgetId')
  @HttpCode(204)
  async remove(@Param('id') id: string, @Param('widgetId') widgetId: string): Promise<void> {
    await this.widgets.remove(knownId(id), widgetId);
  }

  @Post(':widgetId/duplicate')
  async duplicate(
    @Param('id') id: string,
    @Param('widgetId') widgetId: string,
    @Body(new ZodPipe(duplicateWidgetSchema)) wish: DuplicateWidget,
  ): Promise<WidgetView> {
    return await this.widgets.duplicate(knownId(id), widgetId, wish);
  }

  @Post(':widgetId/reset')
  @HttpCode(200)
  async reset(@Param('id') id: string, @Param('widgetId') widgetId: string): Promise<WidgetView> {
    return await this.widgets.reset(knownId(id), widgetId);
  }

  @Post(':widgetId/timer')
  @HttpCode(200)
  async timer(
    @Param('id') id: string,
    @Param('widgetId') widgetId: string,
    @Body(new ZodPipe(timerCommandSchema)) { action }: TimerCommand,
  ): Promise<WidgetView> {
    return await this.timers.press(knownId(id), widgetId, action);
  }
}
