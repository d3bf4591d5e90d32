export * from './viewer-data.port.js';
export * from './retention.port.js';
