export * from './timer-run.js';
export * from './widget-repository.port.js';
