import { DriftSamples } from './drift-samples.js';
import { DriftWatch } from './drift-watch.js';
import { DriftController } from './drift.controller.js';

export const DRIFT_CONTROLLERS = [DriftController];
export const DRIFT_PROVIDERS = [DriftWatch, DriftSamples];
