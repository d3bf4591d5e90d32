import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Patch, Post } from '@nestjs/common';
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
import { ZodPipe } from '../http/zod.pipe.js';
import { knownId } from '../streamers/known-id.js';
import { TimerService } from './timer.service.js';
import { WidgetsService } from './widgets.service.js';

@Controller('api/v1/streamers/:id/widgets')
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

  @Get(':widget')
  async find(@Param('id') id: string, @Param('widget') widgetId: string): Promise<WidgetView> {
    return await this.widgets.find(knownId(id), widgetId);
  }

  @Patch(':widget')
  async update(
    @Param('id') id: string,
    @Param('widget') widgetId: string,
    @Body(new ZodPipe(updateWidgetSchema)) change: UpdateWidget,
  ): Promise<WidgetView> {
    return await this.widgets.update(knownId(id), widgetId, change);
  }

  @Delete(':widget')
  @HttpCode(204)
  async remove(@Param('id') id: string, @Param('widget') widgetId: string): Promise<void> {
    await this.widgets.remove(knownId(id), widgetId);
  }

  @Post(':widget/duplicate')
  async duplicate(
    @Param('id') id: string,
    @Param('widget') widgetId: string,
    @Body(new ZodPipe(duplicateWidgetSchema)) wish: DuplicateWidget,
  ): Promise<WidgetView> {
    return await this.widgets.duplicate(knownId(id), widgetId, wish);
  }

  @Post(':widget/reset')
  @HttpCode(200)
  async reset(@Param('id') id: string, @Param('widget') widgetId: string): Promise<WidgetView> {
    return await this.widgets.reset(knownId(id), widgetId);
  }

  @Post(':widget/timer')
  @HttpCode(200)
  async timer(
    @Param('id') id: string,
    @Param('widget') widgetId: string,
    @Body(new ZodPipe(timerCommandSchema)) { action }: TimerCommand,
  ): Promise<WidgetView> {
    return await this.timers.press(knownId(id), widgetId, action);
  }
}
