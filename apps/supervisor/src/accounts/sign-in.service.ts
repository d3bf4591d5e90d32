import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { ResetPassword, SignIn } from '#libs/contracts';
import type {
  AccountEffects,
  AccountRecord,
  AccountRepository,
  AuditLog,
  CredentialRepository,
  OneTimeToken,
} from '#libs/domain';
import { LOGGER, type Logger } from '#libs/observability';
import { PasswordHasher } from '#libs/passwords';
import { ACCOUNT_REPOSITORY, AUDIT_LOG, CREDENTIAL_REPOSITORY } from '#libs/persistence';
import { hashSecret } from '../access/secrets.js';
import { Cookies } from '../access/session-cookie.js';
import { ProblemError } from '../http/problem.js';
import { MailSender } from '../mail/mail-sender.js';
import { SETTINGS, type SupervisorSettings } from '../supervisor.tokens.js';
import { AccountMails } from './account-mails.js';
import { evenTime } from './even-time.js';
import { firstAdmin } from './first-admin.js';
import { Limits } from './limits.js';
import { newLogin, type Client } from './login-sessions.js';
import { oneTimeLink } from './one-time-link.js';
import { linkTooOld } from './sign-up.service.js';

/** More than it takes to compare a password. */
const REFUSAL_MS = 300;

/** Sessions by password, and passwords by mail. Nobody learns from answers or their time which addresses have accounts. */
@Injectable()
export class SignInService {
  private readonly cookies: Cookies;

  constructor(
    @Inject(ACCOUNT_REPOSITORY) private readonly accounts: AccountRepository,
    @Inject(CREDENTIAL_REPOSITORY) private readonly credentials: CredentialRepository,
    @Inject(AUDIT_LOG) private readonly audit: AuditLog,
    @Inject(PasswordHasher) private readonly passwords: PasswordHasher,
    @Inject(AccountMails) private readonly mails: AccountMails,
    @Inject(MailSender) private readonly sender: MailSender,
    @Inject(Limits) private readonly limits: Limits,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(SETTINGS) private readonly settings: SupervisorSettings,
  ) {
    this.cookies = new Cookies(settings.publicUrl);
  }

  /** A new session; the one that this browser had before is over. */
  async signIn({ email, password }: SignIn, client: Client): Promise<{ account: AccountRecord; token: string }> {
    await this.limits.signIn(email, client.address);
    const account = await this.prove(email, password, client);
    await this.limits.signedIn(email, client.address);
    await this.endPrevious(client);
    const { token, stored } = newLogin(client);
    const actor = { kind: 'account', accountId: account.id } as const;
    const detail = { device: stored.device };
    const subject = { kind: 'session', id: stored.id };
    const signedIn = await this.accounts.change(account.id, ({ passwordHash }) => {
      // It was changed while it was compared.
      if (passwordHash !== account.passwordHash) throw wrongCredentials();
      return { begin: stored, audit: [{ actor, action: 'session.began', subject, detail, address: client.address }] };
    });
    if (!signedIn) throw wrongCredentials();
    return { account: signedIn, token };
  }

  async requestReset(email: string, { address }: Client): Promise<void> {
    await this.limits.mail(email, address);
    await evenTime(async () => {
      const account = await this.accounts.findByEmail(email);
      if (!account) return;
      const { token, stored } = oneTimeLink('reset-password', email);
      const actor = { kind: 'account', accountId: account.id } as const;
      const note = { actor, action: 'account.reset-asked', subject: { kind: 'account', id: account.id }, address };
      await this.accounts.change(account.id, () => ({
        ...{ issue: stored, mails: [this.mails.reset(email, token)], audit: [note] },
      }));
    });
    this.sender.nudge();
  }

  /**
   * Who opens the link has the mailbox, so the address counts as confirmed. Whoever else had got in is out: sessions and
   * access tokens are good no more. An address that this confirms may be the first of the server.
   */
  async reset({ token, password }: ResetPassword, { address }: Client): Promise<void> {
    await this.limits.link(address);
    const passwordHash = await this.passwords.hash(password);
    const decide = (account: AccountRecord, link: OneTimeToken, first: boolean): AccountEffects => {
      if (link.email !== account.email) throw linkTooOld();
      const actor = { kind: 'account', accountId: account.id } as const;
      const subject = { kind: 'account', id: account.id };
      const { emailVerifiedAt } = account;
      const promotion = firstAdmin(account, first && emailVerifiedAt === null);
      return {
        change: {
          passwordHash,
          pendingEmail: null,
          emailVerifiedAt: emailVerifiedAt ?? new Date(),
          ...promotion.change,
        },
        withdraw: ['reset-password', 'change-email', 'verify-email'],
        end: 'all',
        revokeTokens: true,
        mails: [this.mails.passwordReset(account.email)],
        audit: [{ actor, action: 'account.password-reset', subject, address }, ...promotion.audit],
      };
    };
    const options = { asksForFirst: this.settings.accounts.firstIsAdmin };
    const account = await this.accounts.redeem(hashSecret(token), ['reset-password'], decide, options);
    if (!account) throw linkTooOld();
    this.sender.nudge();
  }

  /** What is refused takes the same time, whether or not there is such an account. */
  private async prove(email: string, password: string, { address }: Client): Promise<AccountRecord> {
    const floor = sleep(REFUSAL_MS);
    const account = await this.accounts.findByEmail(email);
    const isRight = await this.passwords.verify(account?.passwordHash, password);
    if (account && isRight) return account;
    if (account) await this.noteRefusal(account.id, address);
    await floor;
    throw wrongCredentials();
  }

  private async noteRefusal(accountId: string, address: string): Promise<void> {
    const subject = { kind: 'account', id: accountId };
    const note = { actor: { kind: 'system' } as const, action: 'session.refused', subject, address };
    await this.audit
      .append([note])
      .catch((err: unknown) => this.logger.warn({ err }, 'A refused sign-in was not noted'));
  }

  private async endPrevious({ cookie }: Client): Promise<void> {
    const previous = this.cookies.sessionIn(cookie);
    const found = previous === undefined ? undefined : await this.credentials.bySession(hashSecret(previous));
    if (found) await this.accounts.change(found.account.id, () => ({ end: { only: found.sessionId } }));
  }
}

function wrongCredentials(): ProblemError {
  return new ProblemError(401, 'AUTH.WRONG_CREDENTIALS', 'E-mail address and password do not fit together');
}
