import { Inject, Injectable } from '@nestjs/common';
import type { AccountArchive, ArchiveRow, AuditLog, CallingAccount, UploadStore } from '#libs/domain';
import { LOGGER, type Logger } from '#libs/observability';
import { ACCOUNT_ARCHIVE, AUDIT_LOG } from '#libs/persistence';
import type { Acting } from '../../access/caller.decorator.js';
import { UploadsService } from '../../uploads/uploads.service.js';
import { UPLOAD_STORE } from '../../supervisor.tokens.js';
import { csvTable, jsonList } from './tables.js';
import { zipStream, type ZipEntry } from './zip-stream.js';

const README = `Everything that this server stores about your account and its streams.

account.json          your account, without the password
sessions.json         where you are signed in
tokens.json           your access tokens, without their secrets
audit.json            what you did, and what was done to your account
billing.json          plans, grants and what was said about them; invoices are at the payment service
streamer.json         the handle that is followed
widgets.json          your widgets with their settings
goals.json            your goals
moderation.json       words and viewers that you block
counts.json           what likes, shares and rankings stood at
streams.json, .csv    past streams with their totals
samples.json, .csv    the minutes of your charts
ledger.json, .csv     every gift, follow and subscription
uploads/              your pictures and sounds; uploads.json tells their names
`;

const member = (name: string) => (row: ArchiveRow) => row[name];
const STREAM_COLUMNS = {
  ...{
    'started at': member('startedAt'),
    'ended at': member('endedAt'),
    coins: member('coins'),
    gifts: member('gifts'),
  },
  ...{ follows: member('follows'), subscribes: member('subscribes'), likes: member('likes'), shares: member('shares') },
  'most viewers': member('peakViewers'),
};
const SAMPLE_COLUMNS = {
  ...{ time: member('at'), viewers: member('viewers'), 'most viewers': member('peakViewers') },
  ...{ likes: member('likes'), coins: member('coins') },
};

function inEvent(part: 'user' | 'gift', name: string) {
  return ({ event }: ArchiveRow): unknown => (event as Record<string, ArchiveRow> | null)?.[part]?.[name];
}
const LEDGER_COLUMNS = {
  ...{ time: member('at'), type: member('type'), handle: inEvent('user', 'handle'), name: inEvent('user', 'name') },
  ...{ gift: inEvent('gift', 'name'), count: member('count'), coins: member('coins') },
};

const one = (name: string, value: unknown): ZipEntry => ({ name, parts: [`${JSON.stringify(value, null, 2)}\n`] });

/** What an account can take along: one zip file, made while it is sent. */
@Injectable()
export class AccountExport {
  constructor(
    @Inject(ACCOUNT_ARCHIVE) private readonly archive: AccountArchive,
    @Inject(AUDIT_LOG) private readonly audit: AuditLog,
    @Inject(UploadsService) private readonly uploads: UploadsService,
    @Inject(UPLOAD_STORE) private readonly files: UploadStore,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async begin({ id, streamerId }: CallingAccount, acting: Acting): Promise<AsyncGenerator<Uint8Array>> {
    await this.audit.append([{ ...acting, action: 'account.exported', subject: { kind: 'account', id } }]);
    return zipStream(this.entries(id, streamerId));
  }

  private async *entries(accountId: string, streamerId: string | null): AsyncGenerator<ZipEntry> {
    yield { name: 'README.txt', parts: [README] };
    yield one('account.json', await this.archive.account(accountId));
    yield one('sessions.json', await this.archive.sessions(accountId));
    yield one('tokens.json', await this.archive.tokens(accountId));
    yield { name: 'audit.json', parts: jsonList(this.archive.audit(accountId)) };
    yield one('billing.json', await this.archive.billing(accountId));
    if (streamerId !== null) yield* this.ofStreamer(streamerId);
  }

  private async *ofStreamer(id: string): AsyncGenerator<ZipEntry> {
    yield one('streamer.json', await this.archive.streamer(id));
    yield one('widgets.json', await this.archive.widgets(id));
    yield one('goals.json', await this.archive.goals(id));
    yield one('moderation.json', await this.archive.moderation(id));
    yield one('counts.json', await this.archive.counts(id));
    const streams = await this.archive.streams(id);
    yield one('streams.json', streams);
    yield { name: 'streams.csv', parts: csvTable(STREAM_COLUMNS, [streams]) };
    yield { name: 'samples.json', parts: jsonList(this.archive.samples(id)) };
    yield { name: 'samples.csv', parts: csvTable(SAMPLE_COLUMNS, this.archive.samples(id)) };
    yield { name: 'ledger.json', parts: jsonList(this.archive.ledger(id)) };
    yield { name: 'ledger.csv', parts: csvTable(LEDGER_COLUMNS, this.archive.ledger(id)) };
    const items = (await this.uploads.list(id))?.items ?? [];
    yield one('uploads.json', items);
    for (const upload of items) {
      const file = await this.files.open(upload.id);
      // The row knows a file that is not there: the rest is worth having all the same.
      if (file) yield { name: `uploads/${upload.id}.${upload.type}`, stored: true, parts: file.read() };
      else this.logger.warn({ id: upload.id }, 'An upload is missing from an export');
    }
  }
}
