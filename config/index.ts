export { ConfigurationError, readEnvironment } from './load.js';
export {
  loadBackupConfig,
  loadBetterStackConfig,
  type BackupConfig,
  type BetterStackConfig,
} from './operations-profiles.js';
export * from './profiles.js';
export { environmentSchema, type Environment } from './schema.js';
