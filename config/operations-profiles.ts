import { resolve } from 'node:path';
import { readEnvironment } from './load.js';
import type { Environment } from './schema.js';
import { required, uploadsUrl } from './shared-parts.js';
import { productVersion } from './version.js';

type Variables = Readonly<Record<string, string | undefined>>;

/** Where heartbeats go, and how many processes there should be. */
export function heartbeats(environment: Environment) {
  return {
    intervalMs: environment.HEARTBEAT_INTERVAL_MS,
    supervisors: environment.SUPERVISORS_EXPECTED,
    workers: environment.WORKERS_EXPECTED,
    urls: {
      supervisor: environment.BETTERSTACK_HEARTBEAT_SUPERVISOR_URL,
      workers: environment.BETTERSTACK_HEARTBEAT_WORKERS_URL,
      canary: environment.BETTERSTACK_HEARTBEAT_CANARY_URL,
      stripe: environment.BETTERSTACK_HEARTBEAT_STRIPE_URL,
    },
  };
}

/** Days that things are kept; 0 for ever. */
export function retention(environment: Environment) {
  return {
    sessionsDays: environment.RETENTION_SESSIONS_DAYS,
    movesDays: environment.RETENTION_MOVES_DAYS,
    auditDays: environment.RETENTION_AUDIT_DAYS,
    statusDays: environment.RETENTION_STATUS_DAYS,
  };
}

/** Configuration of backup and restore. Throws ConfigurationError or an Error that names the missing key. */
export function loadBackupConfig(variables: Variables = process.env) {
  const environment = readEnvironment(variables);
  return {
    version: productVersion(),
    databaseUrl: required(environment.DATABASE_URL, 'DATABASE_URL'),
    uploadsUrl: uploadsUrl(environment),
    folder: resolve(environment.BACKUP_FOLDER),
    keep: environment.BACKUP_KEEP,
    key: environment.BACKUP_KEY,
    heartbeatUrl: environment.BETTERSTACK_HEARTBEAT_BACKUP_URL,
  };
}
export type BackupConfig = ReturnType<typeof loadBackupConfig>;

/** What `npm run betterstack:apply` needs. Throws ConfigurationError or an Error that names the missing key. */
export function loadBetterStackConfig(variables: Variables = process.env) {
  const environment = readEnvironment(variables);
  return {
    apiUrl: environment.BETTERSTACK_API_URL,
    token: environment.BETTERSTACK_API_TOKEN,
    publicUrl: environment.PUBLIC_URL,
    widgetsUrl: environment.WIDGETS_URL,
    healthToken: environment.HEALTH_TOKEN,
    canary: environment.CANARY_HANDLES !== undefined,
    stripe: 'STRIPE_SECRET_KEY' in environment && environment.STRIPE_SECRET_KEY !== undefined,
  };
}
export type BetterStackConfig = ReturnType<typeof loadBetterStackConfig>;
