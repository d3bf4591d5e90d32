import { Controller, Get, UseGuards } from '@nestjs/common';
import type { WidgetTypeList } from '#libs/contracts';
import { OperatorGuard } from '../http/bearer.guard.js';
import { WIDGET_TYPE_VIEWS } from './widget-view.js';

@Controller('api/v1/widget-types')
@UseGuards(OperatorGuard)
export class WidgetTypesController {
  @Get()
  list(): WidgetTypeList {
    return { items: [...WIDGET_TYPE_VIEWS] };
  }
}
