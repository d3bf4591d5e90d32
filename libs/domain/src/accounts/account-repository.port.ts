import type { AccountRole } from '#libs/contracts';
import type { AuditNote } from './audit.port.js';
import type { QueuedMail } from './mail-queue.port.js';

export interface AccountRecord {
  id: string;
  /** In lower case. */
  email: string;
  emailVerifiedAt: Date | null;
  /** A new address whose link was not opened yet. */
  pendingEmail: string | null;
  passwordHash: string;
  name: string;
  role: AccountRole;
  timeZone: string;
  suspendedAt: Date | null;
  suspendedReason: string | null;
  createdAt: Date;
  /** As of the last request of a session, roughly. */
  lastSeenAt: Date | null;
  streamerId: string | null;
}

export type OneTimePurpose = 'verify-email' | 'change-email' | 'reset-password';

/** A link in a mail. The token itself is nowhere but in the mail. */
export interface OneTimeToken {
  tokenHash: string;
  purpose: OneTimePurpose;
  /** Address that it was sent to. */
  email: string;
  /** Hash of what the browser that asked holds. */
  browserHash: string | null;
  /** Password that comes into force with it: the one of the sign-up that this mail belongs to. */
  passwordHash: string | null;
  expiresAt: Date;
}

export interface NewLoginSession {
  id: string;
  tokenHash: string;
  device: string;
  address: string;
  /** Whatever happens in between. */
  expiresAt: Date;
}

export type AccountFields = Pick<
  AccountRecord,
  'email' | 'emailVerifiedAt' | 'pendingEmail' | 'passwordHash' | 'name' | 'role' | 'timeZone'
> &
  Pick<AccountRecord, 'suspendedAt' | 'suspendedReason'>;

/** What happens to an account, all of it or nothing. */
export interface AccountEffects {
  change?: Partial<AccountFields>;
  /** Links that are good no more. */
  withdraw?: readonly OneTimePurpose[];
  issue?: OneTimeToken;
  /** Sessions that end. */
  end?: 'all' | { except: string } | { only: string };
  begin?: NewLoginSession;
  /** All personal access tokens are good no more. */
  revokeTokens?: boolean;
  mails?: readonly QueuedMail[];
  audit?: readonly AuditNote[];
  /** The streamer's pages close and the broker stops, or both are lifted. */
  suspendStreamer?: boolean;
}

export interface NewAccount extends Pick<
  AccountRecord,
  'id' | 'email' | 'emailVerifiedAt' | 'passwordHash' | 'name' | 'role' | 'timeZone'
> {}

export interface AccountQuery {
  limit: number;
  after?: string | undefined;
  search?: string | undefined;
}

/** With the handle of their streamer. */
export type ListedAccount = AccountRecord & { streamer: { id: string; handle: string; enabled: boolean } | null };

/** All but one account, and those admins among them who can act. */
export interface OtherAccounts {
  accounts: number;
  admins: number;
}

/** What went with an account. */
export interface RemovedAccount {
  email: string;
  streamerId: string | null;
  /** Files that no row names any more. */
  uploadIds: string[];
}

/** The address belongs to somebody else. */
export class EmailTakenError extends Error {
  readonly code = 'ACCOUNT.EMAIL_TAKEN';
  override readonly name = 'EmailTakenError';
}

/** Decides on what is true in the transaction; `undefined` leaves all as it is. */
export type DecideEffects = (account: AccountRecord, others: OtherAccounts) => AccountEffects | undefined;

/** Accounts with their sessions and links. Each change is one transaction with its audit notes and mails. */
export interface AccountRepository {
  find(id: string): Promise<AccountRecord | undefined>;
  findByEmail(email: string): Promise<AccountRecord | undefined>;
  /** Newest first. Rejects with BadCursorError. */
  page(query: AccountQuery): Promise<{ items: ListedAccount[]; next?: string }>;
  findListed(id: string): Promise<ListedAccount | undefined>;
  /** Rejects with EmailTakenError. */
  create(account: NewAccount, effects: AccountEffects): Promise<AccountRecord>;
  /**
   * With the account locked. What `decide` throws is passed on and nothing happens. `undefined`: no such account.
   * Rejects with EmailTakenError.
   */
  change(
    id: string,
    decide: (account: AccountRecord) => AccountEffects | undefined,
  ): Promise<AccountRecord | undefined>;
  /** The same for what depends on who else there is: one such change at a time. */
  changeAmongAll(id: string, decide: DecideEffects): Promise<AccountRecord | undefined>;
  /**
   * Uses a link up. `undefined`: it is unknown, used or too old. Otherwise as `change`. With `asksForFirst` it is
   * told whether no other account has a confirmed address; of those that seem so one link is used up at a time.
   */
  redeem(
    tokenHash: string,
    purposes: readonly OneTimePurpose[],
    decide: (account: AccountRecord, token: OneTimeToken, first: boolean) => AccountEffects,
    options?: { asksForFirst: boolean },
  ): Promise<AccountRecord | undefined>;
  /**
   * Deletes the account and its streamer; the broker stays, undesired, until it has stopped. Admins go one after another,
   * and `others` is told for them alone. `undefined`: no such account.
   */
  remove(
    id: string,
    decide: (account: AccountRecord, others: OtherAccounts | undefined) => AuditNote[],
  ): Promise<RemovedAccount | undefined>;
  /** Forgets links and sessions past their time. */
  expire(): Promise<void>;
}
