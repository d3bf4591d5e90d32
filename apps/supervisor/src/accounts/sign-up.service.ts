import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { SignUp, Verified } from '#libs/contracts';
import {
  EmailTakenError,
  type AccountEffects,
  type AccountRecord,
  type AccountRepository,
  type OneTimeToken,
} from '#libs/domain';
import { PasswordHasher } from '#libs/passwords';
import { ACCOUNT_REPOSITORY } from '#libs/persistence';
import { hashSecret, newSecret } from '../access/secrets.js';
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

export function linkTooOld(): ProblemError {
  return new ProblemError(410, 'LINK.EXPIRED', 'This link was used already or is too old. Ask for a new one');
}

/** New accounts, and links that confirm addresses. */
@Injectable()
export class SignUpService {
  private readonly cookies: Cookies;

  constructor(
    @Inject(ACCOUNT_REPOSITORY) private readonly accounts: AccountRepository,
    @Inject(PasswordHasher) private readonly passwords: PasswordHasher,
    @Inject(AccountMails) private readonly mails: AccountMails,
    @Inject(MailSender) private readonly sender: MailSender,
    @Inject(Limits) private readonly limits: Limits,
    @Inject(SETTINGS) private readonly settings: SupervisorSettings,
  ) {
    this.cookies = new Cookies(settings.publicUrl);
  }

  /** Answers with what this browser is to hold until the link is opened: the same whoever has the address. */
  async signUp(wish: SignUp, { address }: Client): Promise<{ pending: string }> {
    await this.limits.signUp(wish.email, address);
    const pending = newSecret();
    await evenTime(async () => {
      const passwordHash = await this.passwords.hash(wish.password);
      const known = await this.accounts.findByEmail(wish.email);
      try {
        await (known ? this.again(known, passwordHash, pending) : this.create(wish, passwordHash, pending, address));
      } catch (error) {
        // Two sign-ups at once: the other one made the account.
        const other = error instanceof EmailTakenError ? await this.accounts.findByEmail(wish.email) : undefined;
        if (!other) throw error;
        await this.again(other, passwordHash, pending);
      }
    });
    this.sender.nudge();
    return { pending };
  }

  /** The link once more; nothing where there is no account that waits for one. */
  async resend(email: string, { address }: Client): Promise<void> {
    await this.limits.mail(email, address);
    await evenTime(async () => {
      const account = await this.accounts.findByEmail(email);
      if (!account || account.emailVerifiedAt) return;
      const { token, stored } = oneTimeLink('verify-email', email);
      await this.accounts.change(account.id, (now) =>
        now.emailVerifiedAt ? undefined : { issue: stored, mails: [this.mails.verify(email, token)] },
      );
    });
    this.sender.nudge();
  }

  /** In the browser that signed up, the link also signs in. */
  async verify(token: string, client: Client): Promise<{ verified: Verified; session?: string }> {
    await this.limits.link(client.address);
    const pending = this.cookies.pendingIn(client.cookie);
    const login = newLogin(client);
    let begun = false;
    const account = await this.redeem(token, (account, link, first) => {
      begun = link.purpose === 'verify-email' && pending !== undefined && link.browserHash === hashSecret(pending);
      const effects =
        link.purpose === 'verify-email' ? this.confirm(account, link, begun, first) : this.move(account, link, first);
      return begun ? { ...effects, begin: login.stored } : effects;
    });
    if (!account) throw linkTooOld();
    this.sender.nudge();
    const verified = { email: account.email, signedIn: begun };
    return begun ? { verified, session: login.token } : { verified };
  }

  private async redeem(
    token: string,
    decide: (account: AccountRecord, link: OneTimeToken, first: boolean) => AccountEffects,
  ): Promise<AccountRecord | undefined> {
    try {
      const options = { asksForFirst: this.settings.accounts.firstIsAdmin };
      return await this.accounts.redeem(hashSecret(token), ['verify-email', 'change-email'], decide, options);
    } catch (error) {
      if (!(error instanceof EmailTakenError)) throw error;
      throw new ProblemError(409, error.code, 'Another account uses this address by now');
    }
  }

  private async create(wish: SignUp, passwordHash: string, pending: string, address: string): Promise<void> {
    const { email, name, timeZone = 'UTC' } = wish;
    const id = randomUUID();
    const { token, stored } = oneTimeLink('verify-email', email, { browser: pending, passwordHash });
    await this.accounts.create(
      { id, email, name, timeZone, passwordHash, emailVerifiedAt: null, role: 'streamer' },
      {
        issue: stored,
        mails: [this.mails.verify(email, token)],
        audit: [
          {
            actor: { kind: 'account', accountId: id },
            action: 'account.created',
            subject: { kind: 'account', id },
            address,
          },
        ],
      },
    );
  }

  /**
   * Somebody signs up with an address that has an account. While nobody has shown to have the mailbox, no earlier
   * password, session or wish for another address stands any more, and the password given now counts in the browser that
   * gave it alone: so nobody can take an address, neither beforehand nor afterwards.
   */
  private async again(known: AccountRecord, passwordHash: string, pending: string): Promise<void> {
    const { token, stored } = oneTimeLink('verify-email', known.email, { browser: pending, passwordHash });
    const nobodys = await this.passwords.hash(newSecret());
    await this.accounts.change(known.id, ({ email, emailVerifiedAt }) =>
      emailVerifiedAt
        ? { mails: [this.mails.addressInUse(email)] }
        : {
            change: { passwordHash: nobodys, pendingEmail: null },
            withdraw: ['change-email'],
            end: 'all',
            issue: stored,
            mails: [this.mails.verify(email, token)],
          },
    );
  }

  /** `here`: the link was opened in the browser that signed up. */
  private confirm(account: AccountRecord, link: OneTimeToken, here: boolean, first: boolean): AccountEffects {
    if (link.email !== account.email) throw linkTooOld();
    const actor = { kind: 'account', accountId: account.id } as const;
    const subject = { kind: 'account', id: account.id };
    const promotion = firstAdmin(account, first);
    const emailVerifiedAt = account.emailVerifiedAt ?? new Date();
    const verified = { emailVerifiedAt, pendingEmail: null, ...promotion.change };
    const audit = [{ actor, action: 'account.verified', subject }, ...promotion.audit];
    const { passwordHash } = link;
    if (passwordHash === null || passwordHash === account.passwordHash) {
      return { change: verified, withdraw: ['change-email'], audit };
    }
    if (here) return { change: { ...verified, passwordHash }, withdraw: ['change-email'], end: 'all', audit };
    // Several signed up, and who has the mailbox is not known to be who gave this password: they choose one.
    const { token, stored } = oneTimeLink('reset-password', account.email);
    const mails = [this.mails.reset(account.email, token)];
    return { change: verified, withdraw: ['change-email'], end: 'all', issue: stored, mails, audit };
  }

  private move(account: AccountRecord, { email }: OneTimeToken, first: boolean): AccountEffects {
    if (email !== account.pendingEmail) throw linkTooOld();
    const actor = { kind: 'account', accountId: account.id } as const;
    const promotion = firstAdmin(account, first && account.emailVerifiedAt === null);
    return {
      change: { email, pendingEmail: null, emailVerifiedAt: new Date(), ...promotion.change },
      withdraw: ['verify-email', 'reset-password'],
      mails: account.emailVerifiedAt ? [this.mails.emailChanged(account.email, email)] : [],
      audit: [
        { actor, action: 'account.email-changed', subject: { kind: 'account', id: account.id } },
        ...promotion.audit,
      ],
    };
  }
}
