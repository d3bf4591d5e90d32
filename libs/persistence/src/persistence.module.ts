import { Inject, Module, type DynamicModule, type FactoryProvider, type OnApplicationShutdown } from '@nestjs/common';
import { Database } from './database.js';
import { PostgresAccountArchive } from './repositories/postgres-account-archive.js';
import { PostgresAccountRepository } from './repositories/postgres-account.repository.js';
import { PostgresAnnouncementRepository } from './repositories/postgres-announcement.repository.js';
import { PostgresAuditLog } from './repositories/postgres-audit-log.repository.js';
import { PostgresCredentialRepository } from './repositories/postgres-credential.repository.js';
import { PostgresMailQueue } from './repositories/postgres-mail-queue.repository.js';
import { PostgresBillingBook } from './repositories/postgres-billing-book.js';
import { PostgresBrokerMoveRepository } from './repositories/postgres-broker-move.repository.js';
import { PostgresBrokerRepository } from './repositories/postgres-broker.repository.js';
import { PostgresGoalRepository } from './repositories/postgres-goal.repository.js';
import { PostgresLedgerHistory } from './repositories/postgres-ledger-history.repository.js';
import { PostgresLedgerRepository } from './repositories/postgres-ledger.repository.js';
import { PostgresLedgerReader } from './repositories/postgres-ledger-reader.js';
import { PostgresModerationRepository } from './repositories/postgres-moderation.repository.js';
import { PostgresStreamArchive } from './repositories/postgres-stream-archive.js';
import { PostgresStreamSamples } from './repositories/postgres-stream-samples.js';
import { PostgresRetention } from './repositories/postgres-retention.js';
import { PostgresViewerRecords } from './repositories/postgres-viewer-records.js';
import { PostgresStatusNotices } from './repositories/postgres-status-notices.js';
import { PostgresStatusRepository } from './repositories/postgres-status.repository.js';
import { PostgresStreamHistory } from './repositories/postgres-stream-history.repository.js';
import { PostgresStreamerRepository } from './repositories/postgres-streamer.repository.js';
import { PostgresUploadRepository } from './repositories/postgres-upload.repository.js';
import { PostgresWebhookInbox } from './repositories/postgres-webhook-inbox.js';
import { PostgresWidgetRepository } from './repositories/postgres-widget.repository.js';
import { PostgresReadModelSource } from './repositories/read-model.source.js';

/** Injection tokens of the ports that this library implements. */
export const STREAMER_REPOSITORY = Symbol('StreamerRepository');
export const BROKER_REPOSITORY = Symbol('BrokerRepository');
export const BROKER_MOVE_REPOSITORY = Symbol('BrokerMoveRepository');
export const LEDGER_REPOSITORY = Symbol('LedgerRepository');
export const LEDGER_HISTORY = Symbol('LedgerHistory');
export const GOAL_REPOSITORY = Symbol('GoalRepository');
export const UPLOAD_REPOSITORY = Symbol('UploadRepository');
export const WIDGET_REPOSITORY = Symbol('WidgetRepository');
export const RETENTION = Symbol('Retention');
export const VIEWER_RECORDS = Symbol('ViewerRecords');
export const STATUS_NOTICES = Symbol('StatusNotices');
export const STATUS_REPOSITORY = Symbol('StatusRepository');
export const STREAM_HISTORY = Symbol('StreamHistory');
export const ACCOUNT_REPOSITORY = Symbol('AccountRepository');
export const ACCOUNT_ARCHIVE = Symbol('AccountArchive');
export const CREDENTIAL_REPOSITORY = Symbol('CredentialRepository');
export const AUDIT_LOG = Symbol('AuditLog');
export const ANNOUNCEMENT_REPOSITORY = Symbol('AnnouncementRepository');
export const MAIL_QUEUE = Symbol('MailQueue');
export const STREAM_SAMPLES = Symbol('StreamSamples');
export const STREAM_ARCHIVE = Symbol('StreamArchive');
export const LEDGER_READER = Symbol('LedgerReader');
export const MODERATION_REPOSITORY = Symbol('ModerationRepository');
export const BILLING_BOOK = Symbol('BillingBook');
export const WEBHOOK_INBOX = Symbol('WebhookInbox');
export const READ_MODEL_SOURCE = Symbol('ReadModelSource');

function repository<T>(provide: symbol, Repository: new (database: Database) => T): FactoryProvider<T> {
  return { provide, inject: [Database], useFactory: (database: Database) => new Repository(database) };
}

const repositories = [
  repository(STREAMER_REPOSITORY, PostgresStreamerRepository),
  repository(BROKER_REPOSITORY, PostgresBrokerRepository),
  repository(BROKER_MOVE_REPOSITORY, PostgresBrokerMoveRepository),
  repository(LEDGER_REPOSITORY, PostgresLedgerRepository),
  repository(LEDGER_HISTORY, PostgresLedgerHistory),
  repository(GOAL_REPOSITORY, PostgresGoalRepository),
  repository(UPLOAD_REPOSITORY, PostgresUploadRepository),
  repository(WIDGET_REPOSITORY, PostgresWidgetRepository),
  repository(RETENTION, PostgresRetention),
  repository(VIEWER_RECORDS, PostgresViewerRecords),
  repository(STATUS_NOTICES, PostgresStatusNotices),
  repository(STATUS_REPOSITORY, PostgresStatusRepository),
  repository(STREAM_HISTORY, PostgresStreamHistory),
  repository(ACCOUNT_REPOSITORY, PostgresAccountRepository),
  repository(ACCOUNT_ARCHIVE, PostgresAccountArchive),
  repository(CREDENTIAL_REPOSITORY, PostgresCredentialRepository),
  repository(AUDIT_LOG, PostgresAuditLog),
  repository(ANNOUNCEMENT_REPOSITORY, PostgresAnnouncementRepository),
  repository(MAIL_QUEUE, PostgresMailQueue),
  repository(STREAM_SAMPLES, PostgresStreamSamples),
  repository(STREAM_ARCHIVE, PostgresStreamArchive),
  repository(LEDGER_READER, PostgresLedgerReader),
  repository(MODERATION_REPOSITORY, PostgresModerationRepository),
  repository(BILLING_BOOK, PostgresBillingBook),
  repository(WEBHOOK_INBOX, PostgresWebhookInbox),
  repository(READ_MODEL_SOURCE, PostgresReadModelSource),
];

/** Global: gives the repositories, and closes the database after everything else has stopped. */
@Module({})
export class PersistenceModule implements OnApplicationShutdown {
  constructor(@Inject(Database) private readonly database: Database) {}

  static forRoot(database: Database): DynamicModule {
    const provider = { provide: Database, useValue: database };
    return {
      module: PersistenceModule,
      global: true,
      providers: [provider, ...repositories],
      exports: [Database, ...repositories.map(({ provide }) => provide)],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.database.close();
  }
}
