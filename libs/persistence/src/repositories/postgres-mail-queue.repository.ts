import type { ClaimedMail, MailQueue, QueuedMail } from '#libs/domain';
import type { Database } from '../database.js';
import { MailEntity } from '../entities/mail.entity.js';
import { queueMails } from './mail-rows.js';

interface ClaimRow {
  id: string;
  kind: string;
  sealed: string;
  attempts: number;
  expires_at: Date;
}

const CLAIM = `
  update mail set attempts = attempts + 1, next_try_at = now() + make_interval(secs => ?::float8 / 1000)
   where id in (
     select id from mail
      where next_try_at <= now() and expires_at > now() and sealed is not null
      order by next_try_at limit ? for update skip locked)
  returning id, kind, sealed, attempts, expires_at`;

/** The table `mail`. Times are those of PostgreSQL where machines compare them. */
export class PostgresMailQueue implements MailQueue {
  constructor(private readonly database: Database) {}

  async add(mails: readonly QueuedMail[]): Promise<void> {
    await queueMails(this.database.unitOfWork(), mails);
  }

  async claim(limit: number, forMs: number): Promise<ClaimedMail[]> {
    const rows: ClaimRow[] = await this.database.unitOfWork().execute(CLAIM, [forMs, limit]);
    return rows.map(({ expires_at: expiresAt, ...row }) => ({ ...row, expiresAt: new Date(expiresAt) }));
  }

  async sent(id: string, keep: boolean): Promise<void> {
    await this.database.unitOfWork().execute(
      `update mail set sent_at = now(), next_try_at = null, error = null,
                sealed = case when ?::boolean then sealed end where id = ?::uuid`,
      [keep, id],
    );
  }

  async failed(id: string, error: string, retryInMs?: number): Promise<void> {
    const work = this.database.unitOfWork();
    const text = error.slice(0, 500);
    if (retryInMs === undefined) {
      await work.nativeUpdate(MailEntity, { id }, { nextTryAt: null, sealed: null, error: text });
      return;
    }
    await work.execute(
      `update mail set next_try_at = now() + make_interval(secs => ?::float8 / 1000), error = ? where id = ?::uuid`,
      [retryInMs, text, id],
    );
  }

  async kept(limit: number): Promise<(QueuedMail & { sentAt: Date })[]> {
    const where = { sentAt: { $ne: null }, sealed: { $ne: null } };
    const rows = await this.database
      .unitOfWork()
      .find(MailEntity, where, { orderBy: { sentAt: 'desc', createdAt: 'desc' }, limit });
    return rows.map(({ id, kind, sealed, expiresAt, sentAt }) => ({
      ...{ id, kind, expiresAt, sealed: sealed ?? '', sentAt: sentAt ?? new Date() },
    }));
  }

  async waiting(): Promise<number> {
    return await this.database.unitOfWork().count(MailEntity, { nextTryAt: { $ne: null } });
  }

  async expire(): Promise<number> {
    const work = this.database.unitOfWork();
    const given: unknown[] = await work.execute(
      `update mail set sealed = null, next_try_at = null, error = coalesce(error, 'expired')
        where expires_at < now() and next_try_at is not null returning id`,
    );
    await work.execute(
      `update mail set sealed = null where sealed is not null and expires_at < now() - interval '1 day'`,
    );
    await work.execute(`delete from mail where next_try_at is null and created_at < now() - interval '30 days'`);
    return given.length;
  }
}
