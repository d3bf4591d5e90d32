export * from './assignment-backlog.port.js';
export * from './broker-health.js';
export * from './broker-repository.port.js';
export * from './goal-repository.port.js';
export * from './ledger-history.port.js';
export * from './ledger-repository.port.js';
export * from './placement.decision.js';
export * from './streamer-repository.port.js';
