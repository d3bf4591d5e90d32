import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type {
  AccountBilling,
  CreateGrant,
  FoundCustomerList,
  GrantablePlanList,
  ReconcileReport,
  WebhookEventPage,
  WebhookEventQuery,
} from '#libs/contracts';
import {
  allPlans,
  planById,
  type AccountMoney,
  type AuditNote,
  type BillingBook,
  type GrantRecord,
  type WebhookInbox,
} from '#libs/domain';
import { BILLING_BOOK, WEBHOOK_INBOX } from '#libs/persistence';
import type { Acting } from '../access/caller.decorator.js';
import { ProblemError } from '../http/problem.js';
import { MailSender } from '../mail/mail-sender.js';
import { toAccountBilling, toFound, toWebhookEvent } from './billing-views.js';
import { BILLING_GATE, BILLING_SETTINGS, NOTICE_MAILS } from './billing.tokens.js';
import type { BillingGate, BillingSettings, NoticeMails } from './billing.tokens.js';
import { EntitlementsService } from './entitlements.service.js';
import { asking } from './provider-problem.js';
import { Reconciler } from './reconciler.js';
import { TrialBook } from './trial-book.js';
import { WebhookWorker } from './webhook-worker.js';

const notFound = (what: string) => new ProblemError(404, `${what.toUpperCase()}.NOT_FOUND`, `There is no such ${what}`);

/** What admins see and do about money. */
@Injectable()
export class BillingAdmin {
  constructor(
    @Inject(BILLING_BOOK) private readonly book: BillingBook,
    @Inject(WEBHOOK_INBOX) private readonly inbox: WebhookInbox,
    @Inject(BILLING_GATE) private readonly gate: BillingGate | undefined,
    @Inject(BILLING_SETTINGS) private readonly settings: BillingSettings,
    @Inject(NOTICE_MAILS) private readonly mails: NoticeMails,
    @Inject(EntitlementsService) private readonly entitlements: EntitlementsService,
    @Inject(Reconciler) private readonly reconciler: Reconciler,
    @Inject(WebhookWorker) private readonly worker: WebhookWorker,
    @Inject(TrialBook) private readonly trials: TrialBook,
    @Inject(MailSender) private readonly sender: MailSender,
  ) {}

  async find(search: string): Promise<FoundCustomerList> {
    const found = await this.book.search(search);
    return { items: found.map((money) => toFound(money, this.settings.policy)) };
  }

  plans(): GrantablePlanList {
    return { items: allPlans(this.settings.policy).map(({ id, name }) => ({ id, name })) };
  }

  async account(id: string): Promise<AccountBilling> {
    const money = await this.money(id);
    const tried = await this.trials.knows(money);
    return toAccountBilling(money, { policy: this.settings.policy, enabled: this.gate !== undefined, tried });
  }

  async refresh(id: string): Promise<AccountBilling> {
    await this.money(id);
    if (!this.gate) throw new ProblemError(409, 'BILLING.OFF', 'There is no Stripe to ask on this server');
    await asking(this.entitlements.sync(id, { trigger: 'admin' }));
    return await this.account(id);
  }

  async grant(id: string, { plan, reason, endsAt }: CreateGrant, acting: Acting): Promise<AccountBilling> {
    if (!planById(this.settings.policy, plan)) {
      const errors = [{ path: 'plan', message: 'is not a plan of this server' }];
      throw new ProblemError(400, 'VALIDATION.FAILED', 'There is no such plan', errors);
    }
    const end = endsAt === undefined ? null : Date.parse(endsAt);
    if (end !== null && end <= Date.now()) {
      const errors = [{ path: 'endsAt', message: 'must be in the future' }];
      throw new ProblemError(400, 'VALIDATION.FAILED', 'The end is in the past', errors);
    }
    const grantedBy = await this.nameOf(acting);
    const grant: GrantRecord = {
      ...{ id: randomUUID(), planId: plan, reason, grantedBy, createdAt: Date.now(), endsAt: end, revokedAt: null },
    };
    const audit = [this.note(acting, id, 'billing.granted', { plan, reason, grant: grant.id })];
    const done = await this.entitlements.settle(id, { trigger: `grant ${grant.id}`, grant, audit });
    if (!done) throw notFound('account');
    return await this.account(id);
  }

  async revoke(id: string, grantId: string, acting: Acting): Promise<AccountBilling> {
    const { grants } = await this.money(id);
    const grant = grants.find((one) => one.id === grantId);
    if (!grant) throw notFound('grant');
    if (grant.revokedAt === null) {
      const audit = [this.note(acting, id, 'billing.revoked', { plan: grant.planId, grant: grantId })];
      await this.entitlements.settle(id, { trigger: `revoke ${grantId}`, revoke: grantId, audit });
    }
    return await this.account(id);
  }

  async resend(id: string, acting: Acting): Promise<AccountBilling> {
    await this.money(id);
    const sent = await this.book.resend(id, this.mails, [this.note(acting, id, 'billing.notice-resent', {})]);
    if (!sent) throw new ProblemError(409, 'BILLING.NO_NOTICE', 'Nothing was sent to this account about billing yet');
    this.sender.nudge();
    return await this.account(id);
  }

  async events({ limit, cursor, outcome, account }: WebhookEventQuery): Promise<WebhookEventPage> {
    const page = await this.inbox.page({ limit, after: cursor, outcome, account });
    return { items: page.items.map(toWebhookEvent), nextCursor: page.next ?? null };
  }

  async retry(eventId: string): Promise<void> {
    if (!(await this.inbox.retry(eventId))) throw notFound('event');
    this.worker.nudge();
  }

  async reconcile(): Promise<ReconcileReport> {
    if (!this.gate) throw new ProblemError(409, 'BILLING.OFF', 'There is no Stripe to compare with on this server');
    return await asking(this.reconciler.run('an admin'));
  }

  private async money(id: string): Promise<AccountMoney> {
    const money = await this.book.read(id);
    if (!money) throw notFound('account');
    return money;
  }

  private async nameOf({ actor }: Acting): Promise<string> {
    if (actor.kind !== 'account') return actor.kind;
    return (await this.book.read(actor.accountId))?.email ?? actor.accountId;
  }

  private note({ actor, address }: Acting, id: string, action: string, detail: Record<string, unknown>): AuditNote {
    return { actor, address, action, subject: { kind: 'account', id }, detail };
  }
}
