import { Inject, Injectable } from '@nestjs/common';
import type { AccountPage, AccountQuery, AccountRole, AccountView } from '#libs/contracts';
import type { AccountEffects, AccountRecord, AccountRepository, AuditActor, OtherAccounts } from '#libs/domain';
import { ACCOUNT_REPOSITORY } from '#libs/persistence';
import type { Acting } from '../access/caller.decorator.js';
import { AccountMails } from '../accounts/account-mails.js';
import { toAccountView } from '../accounts/account-view.js';
import { isUuid } from '../http/is-uuid.js';
import { ProblemError } from '../http/problem.js';
import { MailSender } from '../mail/mail-sender.js';
import { StreamersService } from '../streamers/streamers.service.js';

function notFound(): ProblemError {
  return new ProblemError(404, 'ACCOUNT.NOT_FOUND', 'There is no such account');
}

/** Nobody is left to run the server's accounts, unless OPERATOR_TOKEN does. */
function keepLastAdmin({ role }: AccountRecord, { admins }: OtherAccounts): void {
  if (role !== 'admin' || admins > 0) return;
  throw new ProblemError(409, 'ACCOUNT.LAST_ADMIN', 'This is the last admin. Make another account one first');
}

const isSelf = (actor: AuditActor, id: string) => actor.kind === 'account' && actor.accountId === id;

/** What whoever runs the server does with accounts. */
@Injectable()
export class AccountsAdminService {
  constructor(
    @Inject(ACCOUNT_REPOSITORY) private readonly accounts: AccountRepository,
    @Inject(StreamersService) private readonly streamers: StreamersService,
    @Inject(AccountMails) private readonly mails: AccountMails,
    @Inject(MailSender) private readonly sender: MailSender,
  ) {}

  async page({ limit, cursor, search }: AccountQuery): Promise<AccountPage> {
    const { items, next } = await this.accounts.page({ limit, after: cursor, search });
    return { items: items.map(toAccountView), nextCursor: next ?? null };
  }

  async find(id: string): Promise<AccountView> {
    const found = isUuid(id) ? await this.accounts.findListed(id.toLowerCase()) : undefined;
    if (!found) throw notFound();
    return toAccountView(found);
  }

  async suspend(id: string, reason: string, acting: Acting): Promise<AccountView> {
    return await this.act(id, acting, 'account.suspended', (account, others) => {
      if (isSelf(acting.actor, account.id)) {
        throw new ProblemError(409, 'ACCOUNT.SELF', 'You cannot suspend yourself. Another admin can');
      }
      keepLastAdmin(account, others);
      return {
        change: { suspendedAt: account.suspendedAt ?? new Date(), suspendedReason: reason },
        suspendStreamer: true,
        mails: account.suspendedAt ? [] : [this.mails.suspended(account.email, reason)],
      };
    });
  }

  async restore(id: string, acting: Acting): Promise<AccountView> {
    return await this.act(id, acting, 'account.restored', (account) => {
      if (!account.suspendedAt) return undefined;
      return {
        change: { suspendedAt: null, suspendedReason: null },
        suspendStreamer: false,
        mails: [this.mails.restored(account.email)],
      };
    });
  }

  async changeRole(id: string, role: AccountRole, acting: Acting): Promise<AccountView> {
    return await this.act(id, acting, 'account.role-changed', (account, others) => {
      if (account.role === role) return undefined;
      if (role !== 'admin') keepLastAdmin(account, others);
      return { change: { role } };
    });
  }

  /** One change with its note; then pages, broker and mails follow. */
  private async act(
    id: string,
    acting: Acting,
    action: string,
    decide: (account: AccountRecord, others: OtherAccounts) => AccountEffects | undefined,
  ): Promise<AccountView> {
    if (!isUuid(id)) throw notFound();
    const changed = await this.accounts.changeAmongAll(id.toLowerCase(), (account, others) => {
      const effects = decide(account, others);
      const { role } = effects?.change ?? {};
      const note = { ...acting, action, subject: { kind: 'account', id: account.id } };
      return effects && { ...effects, audit: [{ ...note, ...(role === undefined ? {} : { detail: { role } }) }] };
    });
    if (!changed) throw notFound();
    if (changed.streamerId !== null) await this.streamers.standingChanged(changed.streamerId);
    this.sender.nudge();
    return await this.find(changed.id);
  }
}
