import { LockMode } from '@mikro-orm/core';
import type { AccountRole, TokenScope } from '#libs/contracts';
import {
  TooManyTokensError,
  type ApiTokenRecord,
  type AuditNote,
  type CallingAccount,
  type CredentialRepository,
  type LoginSessionRecord,
  type NewApiToken,
} from '#libs/domain';
import type { Database } from '../database.js';
import { AccountEntity } from '../entities/account.entity.js';
import { ApiTokenEntity } from '../entities/api-token.entity.js';
import { writeAudit } from './audit-rows.js';

interface CallerRow {
  credential: string;
  scopes: TokenScope[] | null;
  stale: boolean;
  id: string;
  email: string;
  role: AccountRole;
  verified: boolean;
  suspended: boolean;
  streamer_id: string | null;
}

const ACCOUNT = `a.id, a.email, a.role, a.email_verified_at is not null as verified,
  a.suspended_at is not null as suspended, s.id as streamer_id`;
const LIVE = `l.expires_at > now() and l.last_seen_at > now() - interval '14 days'`;

const BY_SESSION = `
  select l.id as credential, l.last_seen_at < now() - interval '1 minute' as stale, ${ACCOUNT}
    from login_session l join account a on a.id = l.account_id left join streamer s on s.account_id = a.id
   where l.token_hash = ? and ${LIVE}`;
const BY_TOKEN = `
  select t.id as credential, t.scopes, coalesce(t.last_used_at < now() - interval '1 minute', true) as stale, ${ACCOUNT}
    from api_token t join account a on a.id = t.account_id left join streamer s on s.account_id = a.id
   where t.token_hash = ? and (t.expires_at is null or t.expires_at > now())`;
/** Once a minute at most, so that reading stays reading. */
const SESSION_SEEN = `update login_session set last_seen_at = now() where id = ?::uuid`;
/** By itself: whoever changes an account locks it before its sessions. */
const ACCOUNT_SEEN = `update account set last_seen_at = now() where id = ?::uuid`;
const TOKEN_SEEN = `update api_token set last_used_at = now() where id = ?::uuid`;

function toAccount(row: CallerRow): CallingAccount {
  const { id, email, role, suspended } = row;
  return { id, email, role, suspended, emailVerified: row.verified, streamerId: row.streamer_id };
}

function toToken(token: ApiTokenEntity): ApiTokenRecord {
  const { id, name, hint, createdAt, lastUsedAt, expiresAt } = token;
  return { id, name, hint, createdAt, lastUsedAt, expiresAt, scopes: token.scopes as TokenScope[] };
}

/** Tables `login_session` and `api_token`. */
export class PostgresCredentialRepository implements CredentialRepository {
  constructor(private readonly database: Database) {}

  async bySession(tokenHash: string) {
    const row = await this.find(BY_SESSION, SESSION_SEEN, tokenHash);
    if (row?.stale) await this.database.unitOfWork().execute(ACCOUNT_SEEN, [row.id]);
    return row && { account: toAccount(row), sessionId: row.credential };
  }

  async byToken(tokenHash: string) {
    const row = await this.find(BY_TOKEN, TOKEN_SEEN, tokenHash);
    return row && { account: toAccount(row), tokenId: row.credential, scopes: row.scopes ?? [] };
  }

  async sessions(accountId: string): Promise<LoginSessionRecord[]> {
    const rows: LoginSessionRecord[] = await this.database.unitOfWork().execute(
      `select l.id, l.device, l.address, l.created_at as "createdAt", l.last_seen_at as "lastSeenAt"
         from login_session l where l.account_id = ?::uuid and ${LIVE} order by l.last_seen_at desc, l.id`,
      [accountId],
    );
    return rows.map((row) => ({
      ...row,
      createdAt: new Date(row.createdAt),
      lastSeenAt: new Date(row.lastSeenAt),
    }));
  }

  async tokens(accountId: string): Promise<ApiTokenRecord[]> {
    const where = { account: accountId, $or: [{ expiresAt: null }, { expiresAt: { $gt: new Date() } }] };
    const order = { createdAt: 'desc', id: 'asc' } as const;
    return (await this.database.unitOfWork().find(ApiTokenEntity, where, { orderBy: order })).map(toToken);
  }

  async addToken(
    accountId: string,
    token: NewApiToken,
    max: number,
    audit: AuditNote,
  ): Promise<ApiTokenRecord | undefined> {
    return await this.database.unitOfWork().transactional(async (work) => {
      // Locked, so that several at once cannot pass the limit together.
      const account = await work.findOne(AccountEntity, { id: accountId }, { lockMode: LockMode.PESSIMISTIC_WRITE });
      if (!account) return undefined;
      await work.nativeDelete(ApiTokenEntity, { account: accountId, expiresAt: { $lte: new Date() } });
      if ((await work.count(ApiTokenEntity, { account: accountId })) >= max) {
        throw new TooManyTokensError(`There are ${max} tokens already`);
      }
      const created = work.create(ApiTokenEntity, { ...token, account, createdAt: new Date(), lastUsedAt: null });
      await work.persist(created).flush();
      await writeAudit(work, [audit]);
      return toToken(created);
    });
  }

  async removeToken(accountId: string, id: string, audit: AuditNote): Promise<boolean> {
    return await this.database.unitOfWork().transactional(async (work) => {
      const removed = await work.nativeDelete(ApiTokenEntity, { id, account: accountId });
      if (removed > 0) await writeAudit(work, [audit]);
      return removed > 0;
    });
  }

  private async find(query: string, seen: string, tokenHash: string): Promise<CallerRow | undefined> {
    const work = this.database.unitOfWork();
    const [row]: CallerRow[] = await work.execute(query, [tokenHash]);
    if (row?.stale) await work.execute(seen, [row.credential]);
    return row;
  }
}
