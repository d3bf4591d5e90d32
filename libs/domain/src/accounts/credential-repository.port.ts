import type { TokenScope } from '#libs/contracts';
import type { AuditNote } from './audit.port.js';
import type { CallingAccount } from './caller.js';

export interface LoginSessionRecord {
  id: string;
  device: string;
  address: string;
  createdAt: Date;
  lastSeenAt: Date;
}

export interface ApiTokenRecord {
  id: string;
  name: string;
  hint: string;
  scopes: TokenScope[];
  createdAt: Date;
  lastUsedAt: Date | null;
  expiresAt: Date | null;
}

export interface NewApiToken extends Pick<ApiTokenRecord, 'id' | 'name' | 'hint' | 'scopes' | 'expiresAt'> {
  tokenHash: string;
}

/** There are as many as one may have. */
export class TooManyTokensError extends Error {
  readonly code = 'TOKEN.TOO_MANY';
  override readonly name = 'TooManyTokensError';
}

/** What callers prove themselves with. Hashes alone are stored. */
export interface CredentialRepository {
  /** Notes that it was used. `undefined`: unknown, ended, idle for too long or too old. */
  bySession(tokenHash: string): Promise<{ account: CallingAccount; sessionId: string } | undefined>;
  byToken(tokenHash: string): Promise<{ account: CallingAccount; tokenId: string; scopes: TokenScope[] } | undefined>;
  /** Most recently used first. */
  sessions(accountId: string): Promise<LoginSessionRecord[]>;
  /** Newest first; those in force. */
  tokens(accountId: string): Promise<ApiTokenRecord[]>;
  /** `undefined`: the account is gone. Rejects with TooManyTokensError. */
  addToken(accountId: string, token: NewApiToken, max: number, audit: AuditNote): Promise<ApiTokenRecord | undefined>;
  /** False: there was none of this account's. */
  removeToken(accountId: string, id: string, audit: AuditNote): Promise<boolean>;
}
