import { GiftsController, TestEventsController } from './test-events.controller.js';
import { TestEventsService } from './test-events.service.js';
import { TestRunner } from './test-runner.js';

export const TEST_CONTROLLERS = [TestEventsController, GiftsController];
export const TEST_PROVIDERS = [TestEventsService, TestRunner];
