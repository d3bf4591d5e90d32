import type { Tracing } from '#libs/domain';
import type { Logger } from './logger.js';
import type { Metrics } from './metrics.js';
import type { ReadinessChecks } from './readiness.js';

export interface ObservabilityOptions {
  role: string;
  version: string;
  /** Where the source of what runs is, with its commit as far as that is known. */
  sourceUrl?: string;
  logger: Logger;
  metrics: Metrics;
  /** Of whoever records traces. Closed when the process ends. */
  tracing?: Tracing | undefined;
  /** What this process cannot work without, by name. Each is asked with a bound of one second. */
  readiness: ReadinessChecks;
}

/** Injection token of the node's pino logger. */
export const LOGGER = Symbol('LOGGER');
export const OBSERVABILITY_OPTIONS = Symbol('OBSERVABILITY_OPTIONS');
