export { TableDump, type TableChunk } from './backup/table-dump.js';
export { Database, MigrationsPendingError } from './database.js';
export { isDatabaseUnavailable } from './database-unavailable.js';
export type { DatabaseOptions } from './orm.options.js';
export {
  ACCOUNT_ARCHIVE,
  ACCOUNT_REPOSITORY,
  ANNOUNCEMENT_REPOSITORY,
  AUDIT_LOG,
  CREDENTIAL_REPOSITORY,
  MAIL_QUEUE,
  BILLING_BOOK,
  BROKER_MOVE_REPOSITORY,
  BROKER_REPOSITORY,
  GOAL_REPOSITORY,
  LEDGER_HISTORY,
  LEDGER_READER,
  LEDGER_REPOSITORY,
  MODERATION_REPOSITORY,
  PersistenceModule,
  READ_MODEL_SOURCE,
  STREAM_ARCHIVE,
  RETENTION,
  STATUS_NOTICES,
  STATUS_REPOSITORY,
  STREAM_HISTORY,
  STREAM_SAMPLES,
  STREAMER_REPOSITORY,
  UPLOAD_REPOSITORY,
  WEBHOOK_INBOX,
  VIEWER_RECORDS,
  WIDGET_REPOSITORY,
} from './persistence.module.js';
export { PostgresAccountArchive } from './repositories/postgres-account-archive.js';
export { PostgresAccountRepository } from './repositories/postgres-account.repository.js';
export { PostgresAnnouncementRepository } from './repositories/postgres-announcement.repository.js';
export { PostgresAuditLog } from './repositories/postgres-audit-log.repository.js';
export { PostgresCredentialRepository } from './repositories/postgres-credential.repository.js';
export { PostgresMailQueue } from './repositories/postgres-mail-queue.repository.js';
export { PostgresBillingBook } from './repositories/postgres-billing-book.js';
export { PostgresBrokerMoveRepository } from './repositories/postgres-broker-move.repository.js';
export { PostgresBrokerRepository } from './repositories/postgres-broker.repository.js';
export { PostgresGoalRepository } from './repositories/postgres-goal.repository.js';
export { PostgresLedgerHistory } from './repositories/postgres-ledger-history.repository.js';
export { PostgresLedgerReader } from './repositories/postgres-ledger-reader.js';
export { PostgresLedgerRepository } from './repositories/postgres-ledger.repository.js';
export { PostgresModerationRepository } from './repositories/postgres-moderation.repository.js';
export { PostgresStreamArchive } from './repositories/postgres-stream-archive.js';
export { PostgresStreamSamples } from './repositories/postgres-stream-samples.js';
export { PostgresStatusRepository } from './repositories/postgres-status.repository.js';
export { PostgresStreamHistory } from './repositories/postgres-stream-history.repository.js';
export { PostgresStreamerRepository } from './repositories/postgres-streamer.repository.js';
export { PostgresViewerRecords } from './repositories/postgres-viewer-records.js';
export { PostgresUploadRepository } from './repositories/postgres-upload.repository.js';
export { PostgresWidgetRepository } from './repositories/postgres-widget.repository.js';
export { PostgresReadModelSource } from './repositories/read-model.source.js';
export { storableJson } from './storable-json.js';
