import { Inject, Injectable } from '@nestjs/common';
import type { Billing, InvoicePage, InvoiceQuery, Redirect } from '#libs/contracts';
import {
  planById,
  planOfPrice,
  type AccountMoney,
  type BillingBook,
  type SubscriptionChange,
  type SubscriptionFacts,
  type Throttle,
} from '#libs/domain';
import { BILLING_BOOK } from '#libs/persistence';
import { tooMany } from '../access/refusals.js';
import { ProblemError } from '../http/problem.js';
import { SETTINGS, THROTTLE, type SupervisorSettings } from '../supervisor.tokens.js';
import { livingSubscription, stalledSubscriptions, toBilling } from './billing-views.js';
import { BILLING_GATE, BILLING_SETTINGS, type BillingGate, type BillingSettings } from './billing.tokens.js';
import { EntitlementsService } from './entitlements.service.js';
import { asking, conflict, demandGate, problemOfProvider } from './provider-problem.js';
import { TrialBook } from './trial-book.js';

const REFRESHES = { name: 'billing-refresh', points: 10, seconds: 60 };

/** What streamers do about money. Everything they see afterwards was read from Stripe first. */
@Injectable()
export class BillingService {
  constructor(
    @Inject(BILLING_BOOK) private readonly book: BillingBook,
    @Inject(BILLING_GATE) private readonly gate: BillingGate | undefined,
    @Inject(BILLING_SETTINGS) private readonly billing: BillingSettings,
    @Inject(EntitlementsService) private readonly entitlements: EntitlementsService,
    @Inject(TrialBook) private readonly trials: TrialBook,
    @Inject(THROTTLE) private readonly throttle: Throttle,
    @Inject(SETTINGS) private readonly settings: SupervisorSettings,
  ) {}

  async view(accountId: string): Promise<Billing> {
    const money = await this.money(accountId);
    const tried = await this.trials.knows(money);
    return toBilling(money, { policy: this.billing.policy, enabled: this.gate !== undefined, tried });
  }

  /** What somebody's browser asks for, not more often than Stripe likes to be asked. */
  async refresh(accountId: string): Promise<Billing> {
    const wait = this.gate && (await this.throttle.take(REFRESHES, accountId));
    if (wait !== undefined) throw tooMany(wait);
    return await this.ask(accountId);
  }

  private async ask(accountId: string): Promise<Billing> {
    if (this.gate) await asking(this.entitlements.sync(accountId, { trigger: 'request' }));
    return await this.view(accountId);
  }

  async portal(accountId: string): Promise<Redirect> {
    const gate = demandGate(this.gate);
    const [customer] = (await this.money(accountId)).customers;
    if (!customer) throw conflict('BILLING.NO_CUSTOMER', 'Nothing was bought yet');
    return { url: await asking(gate.provider.portal(customer.customerId, this.page('/billing?portal=done'))) };
  }

  async cancel(accountId: string): Promise<Billing> {
    return await this.change(accountId, ({ endsAt }) => (endsAt === null ? { kind: 'cancel' } : undefined));
  }

  async resume(accountId: string): Promise<Billing> {
    return await this.change(accountId, ({ endsAt }) => (endsAt === null ? undefined : { kind: 'resume' }));
  }

  /** Ends what has stopped anyway, so that a plan can be bought again. It is so already: nothing happens. */
  async end(accountId: string): Promise<Billing> {
    const { provider } = demandGate(this.gate);
    const { policy } = this.billing;
    await asking(this.entitlements.sync(accountId, { trigger: 'request' }));
    const money = await this.money(accountId);
    const stalled = stalledSubscriptions(money, policy);
    if (stalled.length === 0 && livingSubscription(money, policy)) {
      throw conflict(
        'BILLING.STILL_ACTIVE',
        'Your plan has not stopped. Cancel it, then it ends when its time is over',
      );
    }
    if (money.subscriptions.length === 0) throw conflict('BILLING.NO_SUBSCRIPTION', 'There is no plan that could end');
    for (const { id } of stalled) await this.endOne(provider, accountId, id);
    return await this.ask(accountId);
  }

  /** Another tab may have ended it a moment ago. */
  private async endOne(provider: BillingGate['provider'], accountId: string, id: string): Promise<void> {
    try {
      await provider.change(id, { kind: 'end-stopped' });
    } catch (error) {
      await asking(this.entitlements.sync(accountId, { trigger: 'request' }));
      const left = stalledSubscriptions(await this.money(accountId), this.billing.policy);
      if (left.some((one) => one.id === id)) throw problemOfProvider(error);
    }
  }

  async changePlan(accountId: string, planId: string): Promise<Billing> {
    const { policy } = this.billing;
    const priceId = planById(policy, planId)?.prices[0];
    if (priceId === undefined) throw conflict('BILLING.NO_SUCH_PLAN', 'This plan is not for sale');
    return await this.change(accountId, ({ status, priceId: present }) => {
      if (status !== 'active' && status !== 'trialing') {
        throw conflict('BILLING.NOT_ACTIVE', 'Pay the open invoice first, then change the plan');
      }
      const same = present === priceId || planOfPrice(policy, present)?.id === planId;
      return same ? undefined : { kind: 'price', priceId };
    });
  }

  async invoices(accountId: string, { limit, cursor }: InvoiceQuery): Promise<InvoicePage> {
    const gate = demandGate(this.gate);
    const [customer] = (await this.money(accountId)).customers;
    if (!customer) return { items: [], nextCursor: null };
    const page = await asking(gate.provider.invoices(customer.customerId, { limit, after: cursor }));
    return { items: page.items, nextCursor: page.next };
  }

  /** `undefined` of `decide`: it is so already. */
  private async change(
    accountId: string,
    decide: (subscription: SubscriptionFacts) => SubscriptionChange | undefined,
  ): Promise<Billing> {
    const gate = demandGate(this.gate);
    await asking(this.entitlements.sync(accountId, { trigger: 'request' }));
    const subscription = livingSubscription(await this.money(accountId), this.billing.policy);
    if (!subscription) throw conflict('BILLING.NO_SUBSCRIPTION', 'There is no plan that could be changed');
    const change = decide(subscription);
    if (change) await asking(gate.provider.change(subscription.id, change));
    return await this.ask(accountId);
  }

  private async money(accountId: string): Promise<AccountMoney> {
    const money = await this.book.read(accountId);
    if (!money) throw new ProblemError(404, 'ACCOUNT.NOT_FOUND', 'There is no such account');
    return money;
  }

  private page(path: string): string {
    return `${this.settings.publicUrl.replace(/\/$/, '')}${path}`;
  }
}
