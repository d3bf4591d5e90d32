import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { ApiToken, CreatedToken, CreateToken, TokenList } from '#libs/contracts';
import { TooManyTokensError, type ApiTokenRecord, type CredentialRepository } from '#libs/domain';
import { CREDENTIAL_REPOSITORY } from '#libs/persistence';
import { sessionOver } from '../access/refusals.js';
import { hashSecret, newSecret, TOKEN_PREFIX } from '../access/secrets.js';
import { isUuid } from '../http/is-uuid.js';
import { ProblemError } from '../http/problem.js';

const MAX_TOKENS = 20;
const HINT_LENGTH = TOKEN_PREFIX.length + 5;
const DAY_MS = 86_400_000;

function toApiToken({ id, name, hint, scopes, createdAt, lastUsedAt, expiresAt }: ApiTokenRecord): ApiToken {
  const created = createdAt.toISOString();
  const [lastUsed, expires] = [lastUsedAt, expiresAt].map((time) => time?.toISOString() ?? null);
  return { id, name, hint, scopes, createdAt: created, lastUsedAt: lastUsed ?? null, expiresAt: expires ?? null };
}

/** Personal access tokens: for programs that act for an account. */
@Injectable()
export class ApiTokensService {
  constructor(@Inject(CREDENTIAL_REPOSITORY) private readonly credentials: CredentialRepository) {}

  async list(accountId: string): Promise<TokenList> {
    return { items: (await this.credentials.tokens(accountId)).map(toApiToken) };
  }

  /** The token itself is in this answer and nowhere else. */
  async create(accountId: string, wish: CreateToken, address: string): Promise<CreatedToken> {
    const id = randomUUID();
    const token = newSecret(TOKEN_PREFIX);
    const { name, expiresInDays } = wish;
    const scopes = [...new Set(wish.scopes)];
    const expiresAt = expiresInDays === undefined ? null : new Date(Date.now() + expiresInDays * DAY_MS);
    const stored = { id, name, scopes, expiresAt, hint: token.slice(0, HINT_LENGTH), tokenHash: hashSecret(token) };
    const note = { ...this.note(accountId, 'token.created', id, address), detail: { scopes } };
    try {
      const created = await this.credentials.addToken(accountId, stored, MAX_TOKENS, note);
      if (!created) throw sessionOver();
      return { ...toApiToken(created), token };
    } catch (error) {
      if (!(error instanceof TooManyTokensError)) throw error;
      throw new ProblemError(409, error.code, `${error.message}. Revoke one that is not needed any more`);
    }
  }

  async revoke(accountId: string, id: string, address: string): Promise<void> {
    const note = this.note(accountId, 'token.revoked', id, address);
    if (isUuid(id) && (await this.credentials.removeToken(accountId, id, note))) return;
    throw new ProblemError(404, 'TOKEN.NOT_FOUND', 'There is no such token of yours');
  }

  private note(accountId: string, action: string, id: string, address: string) {
    return { actor: { kind: 'account', accountId } as const, action, subject: { kind: 'token', id }, address };
  }
}
