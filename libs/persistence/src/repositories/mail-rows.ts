import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { QueuedMail } from '#libs/domain';
import { MailEntity } from '../entities/mail.entity.js';

/** Queues mails in the transaction of `work`. */
export async function queueMails(work: SqlEntityManager, mails: readonly QueuedMail[]): Promise<void> {
  const now = new Date();
  const due = { attempts: 0, createdAt: now, nextTryAt: now, sentAt: null, error: null };
  if (mails.length > 0)
    await work.insertMany(
      MailEntity,
      mails.map((mail) => ({ ...mail, ...due })),
    );
}
