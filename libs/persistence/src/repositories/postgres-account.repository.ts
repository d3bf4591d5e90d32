import { LockMode, UniqueConstraintViolationException } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import {
  EmailTakenError,
  type AccountEffects,
  type AccountQuery,
  type AccountRecord,
  type AccountRepository,
  type AuditNote,
  type DecideEffects,
  type ListedAccount,
  type NewAccount,
  type OneTimePurpose,
  type OneTimeToken,
  type OtherAccounts,
  type RemovedAccount,
} from '#libs/domain';
import type { Database } from '../database.js';
import { AccountEntity } from '../entities/account.entity.js';
import { OneTimeTokenEntity } from '../entities/one-time-token.entity.js';
import { StreamerEntity } from '../entities/streamer.entity.js';
import { UploadEntity } from '../entities/upload.entity.js';
import { applyEffects, streamerIdOf, toAccountRecord, toOneTimeToken } from './account-rows.js';
import { writeAudit } from './audit-rows.js';
import { decodeCursor, encodeCursor } from './page-cursor.js';
import { eraseStreamer } from './streamer-rows.js';

/** Serialises whatever depends on how many admins there are. An arbitrary constant. */
const ADMINS_LOCK = 7_264_302;

async function withEmail<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const taken = error instanceof UniqueConstraintViolationException && error.message.includes('account_email_unique');
    throw taken ? new EmailTakenError('This address belongs to another account') : error;
  }
}

/** Taken one after another, so that two admins cannot both leave as the last but one. */
async function oneAfterAnother(work: SqlEntityManager): Promise<void> {
  await work.execute('select pg_advisory_xact_lock(?)', [ADMINS_LOCK]);
}

/** Whether no other account has a confirmed address. Whoever seems to be the first waits for their turn. */
async function isFirst(work: SqlEntityManager, id: string): Promise<boolean> {
  const confirmed = async () => {
    const others = 'select 1 from account where id <> ?::uuid and email_verified_at is not null limit 1';
    return (await work.execute<unknown[]>(others, [id])).length > 0;
  };
  if (await confirmed()) return false;
  await oneAfterAnother(work);
  return !(await confirmed());
}

async function uploadsOf(work: SqlEntityManager, streamerId: string): Promise<string[]> {
  const uploads = await work.find(UploadEntity, { streamer: streamerId }, { fields: ['id'] });
  return uploads.map(({ id }) => id);
}

async function othersThan(work: SqlEntityManager, id: string): Promise<OtherAccounts> {
  const [row]: OtherAccounts[] = await work.execute(
    `select count(*)::int as accounts, (count(*) filter (where role = 'admin' and suspended_at is null
            and email_verified_at is not null))::int as admins
       from account where id <> ?::uuid`,
    [id],
  );
  return row ?? { accounts: 0, admins: 0 };
}

/** Tables `account`, `login_session` and `one_time_token`. */
export class PostgresAccountRepository implements AccountRepository {
  constructor(private readonly database: Database) {}

  async find(id: string): Promise<AccountRecord | undefined> {
    return await this.findOne({ id });
  }

  async findByEmail(email: string): Promise<AccountRecord | undefined> {
    return await this.findOne({ email });
  }

  async page({ limit, after, search }: AccountQuery): Promise<{ items: ListedAccount[]; next?: string }> {
    const work = this.database.unitOfWork();
    const place = after === undefined ? undefined : decodeCursor(after);
    const term = search === undefined || search === '' ? undefined : `%${search.replaceAll(/[\\%_]/g, '\\$&')}%`;
    const like = { $ilike: term ?? '' };
    const owners = term && (await work.find(StreamerEntity, { handle: like, account: { $ne: null } }));
    const where = {
      $and: [
        place
          ? { $or: [{ createdAt: { $lt: place.createdAt } }, { createdAt: place.createdAt, id: { $lt: place.id } }] }
          : {},
        owners
          ? { $or: [{ email: like }, { name: like }, { id: { $in: owners.map(({ account }) => account!.id) } }] }
          : {},
      ],
    };
    const orderBy = { createdAt: 'desc', id: 'desc' } as const;
    const found = await work.find(AccountEntity, where, { orderBy, limit: limit + 1 });
    const shown = found.slice(0, limit);
    const last = shown.at(-1);
    return {
      items: await this.listed(work, shown),
      ...(found.length > limit && last ? { next: encodeCursor(last) } : {}),
    };
  }

  async findListed(id: string): Promise<ListedAccount | undefined> {
    const work = this.database.unitOfWork();
    const [listed] = await this.listed(work, await work.find(AccountEntity, { id }));
    return listed;
  }

  async create(account: NewAccount, effects: AccountEffects): Promise<AccountRecord> {
    return await withEmail(() =>
      this.database.unitOfWork().transactional(async (work) => {
        const now = new Date();
        const unset = { pendingEmail: null, suspendedAt: null, suspendedReason: null, lastSeenAt: null };
        const created = work.create(AccountEntity, { ...account, ...unset, createdAt: now, updatedAt: now });
        await work.persist(created).flush();
        await applyEffects(work, created, effects);
        return toAccountRecord(created, null);
      }),
    );
  }

  async change(
    id: string,
    decide: (account: AccountRecord) => AccountEffects | undefined,
  ): Promise<AccountRecord | undefined> {
    return await withEmail(() =>
      this.database.unitOfWork().transactional(async (work) => await this.apply(work, id, decide)),
    );
  }

  async changeAmongAll(id: string, decide: DecideEffects): Promise<AccountRecord | undefined> {
    return await this.database.unitOfWork().transactional(async (work) => {
      await oneAfterAnother(work);
      const others = await othersThan(work, id);
      return await this.apply(work, id, (account) => decide(account, others));
    });
  }

  async redeem(
    tokenHash: string,
    purposes: readonly OneTimePurpose[],
    decide: (account: AccountRecord, token: OneTimeToken, first: boolean) => AccountEffects,
    { asksForFirst } = { asksForFirst: false },
  ): Promise<AccountRecord | undefined> {
    return await withEmail(() =>
      this.database.unitOfWork().transactional(async (work) => {
        const where = { tokenHash, purpose: { $in: [...purposes] }, expiresAt: { $gt: new Date() } };
        const row = await work.findOne(OneTimeTokenEntity, where);
        if (!row) return undefined;
        const token = toOneTimeToken(row);
        const accountId = row.account.id;
        const first = asksForFirst && (await isFirst(work, accountId));
        // The account before its links, as everywhere.
        await work.findOne(AccountEntity, { id: accountId }, { lockMode: LockMode.PESSIMISTIC_WRITE });
        if ((await work.nativeDelete(OneTimeTokenEntity, { tokenHash })) === 0) return undefined;
        work.clear();
        return await this.apply(work, accountId, (account) => decide(account, token, first));
      }),
    );
  }

  async remove(
    id: string,
    decide: (account: AccountRecord, others: OtherAccounts | undefined) => AuditNote[],
  ): Promise<RemovedAccount | undefined> {
    const removed = await this.removeIf(false, id, decide);
    if (removed !== 'is-admin') return removed;
    const inTurn = await this.removeIf(true, id, decide);
    return inTurn === 'is-admin' ? undefined : inTurn;
  }

  /** `is-admin`: nothing was done, as it is not in turn. The turn comes before the lock of an account, as everywhere. */
  private async removeIf(
    inTurn: boolean,
    id: string,
    decide: (account: AccountRecord, others: OtherAccounts | undefined) => AuditNote[],
  ): Promise<RemovedAccount | 'is-admin' | undefined> {
    return await this.database.unitOfWork().transactional(async (work) => {
      if (inTurn) await oneAfterAnother(work);
      const others = inTurn ? await othersThan(work, id) : undefined;
      const account = await work.findOne(AccountEntity, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
      if (!account) return undefined;
      if (account.role === 'admin' && !inTurn) return 'is-admin';
      const streamerId = await streamerIdOf(work, id);
      const notes = decide(toAccountRecord(account, streamerId), others);
      const uploadIds = streamerId === null ? [] : await uploadsOf(work, streamerId);
      if (streamerId !== null) await eraseStreamer(work, streamerId);
      await work.nativeDelete(AccountEntity, { id });
      await writeAudit(work, notes);
      return { email: account.email, streamerId, uploadIds };
    });
  }

  async expire(): Promise<void> {
    const work = this.database.unitOfWork();
    await work.execute(`delete from one_time_token where expires_at < now()`);
    await work.execute(
      `delete from login_session where expires_at < now() or last_seen_at < now() - interval '14 days'`,
    );
  }

  private async apply(
    work: SqlEntityManager,
    id: string,
    decide: (account: AccountRecord) => AccountEffects | undefined,
  ): Promise<AccountRecord | undefined> {
    const account = await work.findOne(AccountEntity, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (!account) return undefined;
    const streamerId = await streamerIdOf(work, id);
    const effects = decide(toAccountRecord(account, streamerId));
    if (effects) await applyEffects(work, account, effects);
    return toAccountRecord(account, streamerId);
  }

  private async listed(work: SqlEntityManager, accounts: readonly AccountEntity[]): Promise<ListedAccount[]> {
    const streamers = await work.find(StreamerEntity, { account: { $in: accounts.map(({ id }) => id) } });
    const byAccount = new Map(streamers.map((streamer) => [streamer.account!.id, streamer]));
    return accounts.map((account) => {
      const streamer = byAccount.get(account.id);
      const shown = streamer ? { id: streamer.id, handle: streamer.handle, enabled: streamer.enabled } : null;
      return { ...toAccountRecord(account, streamer?.id ?? null), streamer: shown };
    });
  }

  private async findOne(where: { id: string } | { email: string }): Promise<AccountRecord | undefined> {
    const work = this.database.unitOfWork();
    const account = await work.findOne(AccountEntity, where);
    return account ? toAccountRecord(account, await streamerIdOf(work, account.id)) : undefined;
  }
}
