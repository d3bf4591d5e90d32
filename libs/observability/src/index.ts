export { createLogger, type Logger, type LoggerOptions } from './logger.js';
export { Metrics, type Counter, type Gauge, type Histogram } from './metrics.js';
export { NestLogger } from './nest-logger.js';
export { ObservabilityModule, type ObservabilityAsyncOptions } from './observability.module.js';
export { LOGGER, type ObservabilityOptions } from './observability.options.js';
export { ReadinessService } from './readiness.service.js';
export { readinessOf, type ReadinessCheck, type ReadinessChecks } from './readiness.js';
export { CENSORED, redactCredentials, redactTarget } from './redact.js';
export { registerSignBudgetMetrics } from './sign-budget-metrics.js';
