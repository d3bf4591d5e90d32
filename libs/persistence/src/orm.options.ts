import { ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { Migrator } from '@mikro-orm/migrations';
import { PostgreSqlDriver, SchemaGenerator, defineConfig } from '@mikro-orm/postgresql';
import { AccountEntity } from './entities/account.entity.js';
import { AnnouncementEntity } from './entities/announcement.entity.js';
import { ApiTokenEntity } from './entities/api-token.entity.js';
import { AuditEntryEntity } from './entities/audit-entry.entity.js';
import { BILLING_ENTITIES } from './entities/billing/index.js';
import { BrokerMoveEntity } from './entities/broker-move.entity.js';
import { BrokerEntity } from './entities/broker.entity.js';
import { CheckpointEntity } from './entities/checkpoint.entity.js';
import { GoalEntity } from './entities/goal.entity.js';
import { LedgerEventEntity } from './entities/ledger-event.entity.js';
import { LoginSessionEntity } from './entities/login-session.entity.js';
import { MailEntity } from './entities/mail.entity.js';
import { OneTimeTokenEntity } from './entities/one-time-token.entity.js';
import { ModerationEntity } from './entities/moderation.entity.js';
import { SessionEntity } from './entities/session.entity.js';
import { StreamSampleEntity } from './entities/stream-sample.entity.js';
import { StatusHourEntity, StatusIncidentEntity } from './entities/status.entity.js';
import { StreamerEntity } from './entities/streamer.entity.js';
import { UploadEntity } from './entities/upload.entity.js';
import { WidgetEntity } from './entities/widget.entity.js';
import { migrations } from './migrations/index.js';
import type { ConnectionPool } from './pooled-connections.js';

export interface DatabaseOptions {
  url: string;
  /** Shown by PostgreSQL beside each connection. */
  name?: string;
  poolSize?: number;
  /** A statement that runs longer is cancelled; 0 never. */
  statementTimeoutMs?: number;
  /** A statement that waits longer for a lock gives up; without it it waits as long as it may run. */
  lockTimeoutMs?: number;
  onWarning?: (message: string) => void;
}

type OnPool = (pool: ConnectionPool) => void;

/** MikroORM's settings. Entities and migrations are listed by name: nothing is searched for on disk. */
export function ormOptions(options: DatabaseOptions, onPoolCreated: OnPool) {
  const { url, name = 'streamshape', poolSize = 10, statementTimeoutMs = 5000, onWarning = () => undefined } = options;
  return defineConfig({
    driver: PostgreSqlDriver,
    clientUrl: url,
    entities: [
      ...BILLING_ENTITIES,
      ...[StreamerEntity, WidgetEntity, BrokerEntity, LedgerEventEntity],
      ...[AccountEntity, LoginSessionEntity, OneTimeTokenEntity, ApiTokenEntity],
      ...[AuditEntryEntity, AnnouncementEntity, MailEntity],
      ...[CheckpointEntity, SessionEntity, GoalEntity, BrokerMoveEntity, UploadEntity],
      ...[StreamSampleEntity, ModerationEntity],
      ...[StatusHourEntity, StatusIncidentEntity],
    ],
    metadataProvider: ReflectMetadataProvider,
    metadataCache: { enabled: false },
    extensions: [Migrator, SchemaGenerator],
    migrations: {
      tableName: 'schema_migration',
      migrationsList: migrations,
      snapshot: false,
      snapshotOnMigrate: false,
      silent: true,
    },
    // Triggers are written by hand in migrations.
    schemaGenerator: { ignoreTriggers: true },
    forceUtcTimezone: true,
    pool: { min: 0, max: poolSize },
    driverOptions: {
      onPoolCreated,
      application_name: name,
      connectionTimeoutMillis: 3000,
      keepAlive: true,
      ...(options.lockTimeoutMs === undefined ? {} : { lock_timeout: options.lockTimeoutMs }),
      ...(statementTimeoutMs === 0
        ? {}
        : { statement_timeout: statementTimeoutMs, query_timeout: statementTimeoutMs + 1000 }),
    },
    debug: ['info'],
    colors: false,
    logger: (message) => {
      if (!message.includes('MikroORM version')) onWarning(message);
    },
  });
}
