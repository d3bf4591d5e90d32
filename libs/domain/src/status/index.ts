export * from './status-repository.port.js';
