import type { Account, AccountView } from '#libs/contracts';
import type { AccountRecord, ListedAccount } from '#libs/domain';

/** What the API shows of an account. Nothing of its password. */
export function toAccount(record: AccountRecord): Account {
  const { id, email, emailVerifiedAt, pendingEmail, name, role, timeZone, createdAt } = record;
  const { suspendedAt, suspendedReason } = record;
  return {
    ...{ id, email, name, role, timeZone },
    emailVerified: emailVerifiedAt !== null,
    ...(pendingEmail === null ? {} : { pendingEmail }),
    createdAt: createdAt.toISOString(),
    ...(suspendedAt === null ? {} : { suspended: { since: suspendedAt.toISOString(), reason: suspendedReason ?? '' } }),
  };
}

export function toAccountView(record: ListedAccount): AccountView {
  return { ...toAccount(record), streamer: record.streamer, lastSeenAt: record.lastSeenAt?.toISOString() ?? null };
}
