import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { AccountRole } from '#libs/contracts';
import type { AccountEffects, AccountRecord, OneTimePurpose, OneTimeToken } from '#libs/domain';
import { AccountEntity } from '../entities/account.entity.js';
import { ApiTokenEntity } from '../entities/api-token.entity.js';
import { BillingCustomerEntity } from '../entities/billing/index.js';
import { LoginSessionEntity } from '../entities/login-session.entity.js';
import { OneTimeTokenEntity } from '../entities/one-time-token.entity.js';
import { StreamerEntity } from '../entities/streamer.entity.js';
import { writeAudit } from './audit-rows.js';
import { queueMails } from './mail-rows.js';
import { converge, lockStreamer } from './streamer-rows.js';

export function toAccountRecord(account: AccountEntity, streamerId: string | null): AccountRecord {
  const { id, email, emailVerifiedAt, pendingEmail, passwordHash, name, timeZone } = account;
  const { suspendedAt, suspendedReason, createdAt, lastSeenAt } = account;
  return {
    ...{ id, email, emailVerifiedAt, pendingEmail, passwordHash, name, timeZone, streamerId },
    ...{ suspendedAt, suspendedReason, createdAt, lastSeenAt, role: account.role as AccountRole },
  };
}

export function toOneTimeToken(row: OneTimeTokenEntity): OneTimeToken {
  const { tokenHash, email, browserHash, passwordHash, expiresAt } = row;
  return { tokenHash, email, browserHash, passwordHash, expiresAt, purpose: row.purpose as OneTimePurpose };
}

export async function streamerIdOf(work: SqlEntityManager, accountId: string): Promise<string | null> {
  return (await work.findOne(StreamerEntity, { account: accountId }, { fields: ['id'] }))?.id ?? null;
}

/** A link that is sent again stands for the sign-up that the last one stood for. */
async function signUpOf(work: SqlEntityManager, account: AccountEntity, issue: OneTimeToken) {
  if (issue.purpose !== 'verify-email' || issue.browserHash !== null) return {};
  const last = await work.findOne(OneTimeTokenEntity, { account: account.id, purpose: issue.purpose });
  return last ? { browserHash: last.browserHash, passwordHash: last.passwordHash } : {};
}

async function credentials(work: SqlEntityManager, account: AccountEntity, effects: AccountEffects): Promise<void> {
  const { withdraw = [], issue, end, begin } = effects;
  const purposes = issue ? [...withdraw, issue.purpose] : [...withdraw];
  const link = issue && { ...issue, ...(await signUpOf(work, account, issue)) };
  if (purposes.length > 0) {
    await work.nativeDelete(OneTimeTokenEntity, { account: account.id, purpose: { $in: purposes } });
  }
  const now = new Date();
  if (link) await work.insert(OneTimeTokenEntity, { ...link, account: account.id, createdAt: now });
  if (end !== undefined) {
    const which = end === 'all' ? {} : { id: 'only' in end ? end.only : { $ne: end.except } };
    await work.nativeDelete(LoginSessionEntity, { account: account.id, ...which });
  }
  if (effects.revokeTokens) await work.nativeDelete(ApiTokenEntity, { account: account.id });
  if (begin) {
    await work.insert(LoginSessionEntity, { ...begin, account: account.id, createdAt: now, lastSeenAt: now });
    account.lastSeenAt = now;
  }
}

/** Writes what was decided, in the transaction of `work`; the account is locked or new. */
export async function applyEffects(
  work: SqlEntityManager,
  account: AccountEntity,
  effects: AccountEffects,
): Promise<void> {
  const { email = account.email } = effects.change ?? {};
  const moved = email !== account.email;
  if (effects.change) Object.assign(account, effects.change, { updatedAt: new Date() });
  await work.flush();
  if (moved) await work.nativeUpdate(BillingCustomerEntity, { account: account.id }, { emailUntold: true });
  await credentials(work, account, effects);
  const streamerId = effects.suspendStreamer === undefined ? null : await streamerIdOf(work, account.id);
  if (streamerId !== null) {
    const { streamer, broker } = await lockStreamer(work, streamerId);
    if (streamer && broker) {
      converge(streamer, broker, () => (streamer.suspended = effects.suspendStreamer ?? streamer.suspended));
      streamer.rev += 1;
      streamer.updatedAt = broker.updatedAt = new Date();
    }
  }
  await queueMails(work, effects.mails ?? []);
  await writeAudit(work, effects.audit ?? []);
  await work.flush();
}
