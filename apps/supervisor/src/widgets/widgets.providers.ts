import { TimerService } from './timer.service.js';
import { WidgetTypesController } from './widget-types.controller.js';
import { WidgetsController } from './widgets.controller.js';
import { WidgetsService } from './widgets.service.js';

export const WIDGETS_CONTROLLERS = [WidgetsController, WidgetTypesController];
export const WIDGETS_PROVIDERS = [WidgetsService, TimerService];
