import { Inject, Injectable } from '@nestjs/common';
import type { Account, ChangeEmail, ChangePassword, LoginSessionList, Me, UpdateAccount } from '#libs/contracts';
import type { AccountRecord, AccountRepository, CredentialRepository } from '#libs/domain';
import { PasswordHasher } from '#libs/passwords';
import { ACCOUNT_REPOSITORY, CREDENTIAL_REPOSITORY } from '#libs/persistence';
import { sessionOver } from '../access/refusals.js';
import { ProblemError } from '../http/problem.js';
import { MailSender } from '../mail/mail-sender.js';
import { StreamersService } from '../streamers/streamers.service.js';
import { AccountMails } from './account-mails.js';
import { toAccount } from './account-view.js';
import { Limits } from './limits.js';
import { oneTimeLink } from './one-time-link.js';

const noteOf = (accountId: string, action: string, address?: string) => ({
  ...{ actor: { kind: 'account', accountId } as const, action, subject: { kind: 'account', id: accountId }, address },
});

/** What people do with their own account. */
@Injectable()
export class AccountService {
  constructor(
    @Inject(ACCOUNT_REPOSITORY) private readonly accounts: AccountRepository,
    @Inject(CREDENTIAL_REPOSITORY) private readonly credentials: CredentialRepository,
    @Inject(PasswordHasher) private readonly passwords: PasswordHasher,
    @Inject(StreamersService) private readonly streamers: StreamersService,
    @Inject(AccountMails) private readonly mails: AccountMails,
    @Inject(MailSender) private readonly sender: MailSender,
    @Inject(Limits) private readonly limits: Limits,
  ) {}

  async me(accountId: string): Promise<Me> {
    const account = await this.accounts.find(accountId);
    if (!account) throw sessionOver();
    return await this.meOf(account);
  }

  async meOf(account: AccountRecord): Promise<Me> {
    const streamer = account.streamerId === null ? undefined : await this.streamers.find(account.streamerId);
    return { account: toAccount(account), streamer: streamer ?? null };
  }

  async update(accountId: string, { name, timeZone }: UpdateAccount): Promise<Account> {
    const change = { ...(name === undefined ? {} : { name }), ...(timeZone === undefined ? {} : { timeZone }) };
    const changed = await this.accounts.change(accountId, () => ({ change }));
    if (!changed) throw sessionOver();
    return toAccount(changed);
  }

  /**
   * Every session but `sessionId` ends, and links that would set another password or address are good no more. Access
   * tokens stay: programs of somebody who merely changes a password go on.
   */
  async changePassword(
    accountId: string,
    sessionId: string,
    { current, next }: ChangePassword,
    address: string,
  ): Promise<void> {
    const account = await this.prove(accountId, current, 'current');
    const passwordHash = await this.passwords.hash(next);
    await this.accounts.change(accountId, (now) => {
      if (now.passwordHash !== account.passwordHash) throw wrongPassword('current');
      return {
        change: { passwordHash, pendingEmail: null },
        end: { except: sessionId },
        withdraw: ['reset-password', 'change-email'],
        mails: [this.mails.passwordChanged(now.email)],
        audit: [noteOf(accountId, 'account.password-changed', address)],
      };
    });
    this.sender.nudge();
  }

  /** The same answer whether or not the new address has an account; its owner is told there. */
  async changeEmail(accountId: string, { email, password }: ChangeEmail, address: string): Promise<void> {
    const account = await this.prove(accountId, password, 'password');
    if (email === account.email) {
      throw new ProblemError(409, 'ACCOUNT.SAME_EMAIL', 'This is your address already');
    }
    await this.limits.mail(email, address);
    const audit = [noteOf(accountId, 'account.email-change-asked', address)];
    const taken = await this.accounts.findByEmail(email);
    const { token, stored } = oneTimeLink('change-email', email);
    await this.accounts.change(accountId, (now) => {
      const old = now.emailVerifiedAt ? [this.mails.newEmailAsked(now.email, email)] : [];
      const change = { pendingEmail: email };
      if (taken) return { change, withdraw: ['change-email'], mails: [...old, this.mails.addressInUse(email)], audit };
      return { change, issue: stored, mails: [...old, this.mails.confirmNew(email, token)], audit };
    });
    this.sender.nudge();
  }

  async sessions(accountId: string, current: string): Promise<LoginSessionList> {
    const items = await this.credentials.sessions(accountId);
    return {
      items: items.map(({ id, device, address, createdAt, lastSeenAt }) => ({
        ...{ id, device, address, createdAt: createdAt.toISOString(), lastSeenAt: lastSeenAt.toISOString() },
        current: id === current,
      })),
    };
  }

  async endSession(accountId: string, sessionId: string, address: string): Promise<void> {
    const known = await this.credentials.sessions(accountId);
    if (!known.some(({ id }) => id === sessionId)) {
      throw new ProblemError(404, 'SESSION.NOT_FOUND', 'There is no such session of yours');
    }
    const note = { ...noteOf(accountId, 'session.ended', address), subject: { kind: 'session', id: sessionId } };
    await this.accounts.change(accountId, () => ({ end: { only: sessionId }, audit: [note] }));
  }

  async endOtherSessions(accountId: string, sessionId: string, address: string): Promise<void> {
    const audit = [noteOf(accountId, 'session.others-ended', address)];
    await this.accounts.change(accountId, () => ({ end: { except: sessionId }, audit }));
  }

  /** The account, when the password is right. Rejects with 403 otherwise, and with 429 after too many tries. */
  async prove(accountId: string, password: string, field: string): Promise<AccountRecord> {
    await this.limits.password(accountId);
    const account = await this.accounts.find(accountId);
    if (!account) throw sessionOver();
    if (!(await this.passwords.verify(account.passwordHash, password))) throw wrongPassword(field);
    return account;
  }
}

function wrongPassword(path: string): ProblemError {
  const errors = [{ path, message: 'is not your password' }];
  return new ProblemError(403, 'AUTH.WRONG_PASSWORD', 'This is not the password of your account', errors);
}
