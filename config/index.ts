export { ConfigurationError, readEnvironment } from './load.js';
export * from './profiles.js';
export { environmentSchema, reservedKeys, type Environment } from './schema.js';
