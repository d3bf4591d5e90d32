export { TableDump, type TableChunk } from './backup/table-dump.js';
export { Database, MigrationsPendingError } from './database.js';
export { isDatabaseUnavailable } from './database-unavailable.js';
export type { DatabaseOptions } from './orm.options.js';
export {
  BROKER_MOVE_REPOSITORY,
  BROKER_REPOSITORY,
  GOAL_REPOSITORY,
  LEDGER_HISTORY,
  LEDGER_REPOSITORY,
  PersistenceModule,
  READ_MODEL_SOURCE,
  RETENTION,
  STATUS_NOTICES,
  STATUS_REPOSITORY,
  STREAM_HISTORY,
  STREAMER_REPOSITORY,
  UPLOAD_REPOSITORY,
  VIEWER_RECORDS,
  WIDGET_REPOSITORY,
} from './persistence.module.js';
export { PostgresBrokerMoveRepository } from './repositories/postgres-broker-move.repository.js';
export { PostgresBrokerRepository } from './repositories/postgres-broker.repository.js';
export { PostgresGoalRepository } from './repositories/postgres-goal.repository.js';
export { PostgresLedgerHistory } from './repositories/postgres-ledger-history.repository.js';
export { PostgresLedgerRepository } from './repositories/postgres-ledger.repository.js';
export { PostgresStatusRepository } from './repositories/postgres-status.repository.js';
export { PostgresStreamHistory } from './repositories/postgres-stream-history.repository.js';
export { PostgresStreamerRepository } from './repositories/postgres-streamer.repository.js';
export { PostgresViewerRecords } from './repositories/postgres-viewer-records.js';
export { PostgresUploadRepository } from './repositories/postgres-upload.repository.js';
export { PostgresWidgetRepository } from './repositories/postgres-widget.repository.js';
export { PostgresReadModelSource } from './repositories/read-model.source.js';
export { storableJson } from './storable-json.js';
