import { Controller, Get } from '@nestjs/common';
import type { WidgetTypeList } from '#libs/contracts';
import { WIDGET_TYPE_VIEWS } from './widget-view.js';

@Controller('api/v1/widget-types')
export class WidgetTypesController {
  @Get()
  list(): WidgetTypeList {
    return { items: [...WIDGET_TYPE_VIEWS] };
  }
}
