import { CanaryWatch } from './canary-watch.js';
import { CanaryController } from './canary.controller.js';

export const CANARY_CONTROLLERS = [CanaryController];
export const CANARY_PROVIDERS = [CanaryWatch];
