import { Inject, Injectable } from '@nestjs/common';
import type { Caller, CredentialRepository } from '#libs/domain';
import { CREDENTIAL_REPOSITORY } from '#libs/persistence';
import { SETTINGS, type SupervisorSettings } from '../supervisor.tokens.js';
import { hashSecret, sameSecret, TOKEN_PREFIX } from './secrets.js';
import { Cookies } from './session-cookie.js';

/** Longer ones are nobody's: they are not even looked up. */
const MAX_SECRET = 200;

function bearerOf(authorization: string | undefined): string | undefined {
  return /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
}

/** Finds out who makes a request, by its header or cookie. */
@Injectable()
export class CallerResolver {
  private readonly cookies: Cookies;

  constructor(
    @Inject(CREDENTIAL_REPOSITORY) private readonly credentials: CredentialRepository,
    @Inject(SETTINGS) private readonly settings: SupervisorSettings,
  ) {
    this.cookies = new Cookies(settings.publicUrl);
  }

  /** Known without a look into the database. */
  isOperator(authorization: string | undefined): boolean {
    const given = bearerOf(authorization);
    return given !== undefined && sameSecret(given, this.settings.operatorToken);
  }

  /** Rejects while the database is out of reach. A header goes before a cookie. */
  async resolve(headers: { authorization?: string | undefined; cookie?: string | undefined }): Promise<Caller> {
    const { authorization, cookie } = headers;
    if (authorization !== undefined) return await this.byHeader(authorization);
    const token = this.cookies.sessionIn(cookie);
    if (token === undefined) return { kind: 'nobody' };
    const found = token.length > MAX_SECRET ? undefined : await this.credentials.bySession(hashSecret(token));
    return found ? { kind: 'session', ...found } : { kind: 'unknown' };
  }

  private async byHeader(authorization: string): Promise<Caller> {
    const given = bearerOf(authorization);
    if (given === undefined) return { kind: 'nobody' };
    if (sameSecret(given, this.settings.operatorToken)) return { kind: 'operator' };
    if (sameSecret(given, this.settings.healthToken)) return { kind: 'health' };
    if (!given.startsWith(TOKEN_PREFIX) || given.length > MAX_SECRET) return { kind: 'unknown' };
    const found = await this.credentials.byToken(hashSecret(given));
    return found ? { kind: 'token', ...found } : { kind: 'unknown' };
  }
}
