import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { Inject, Injectable } from '@nestjs/common';
import type { Checkout, Redirect } from '#libs/contracts';
import type { AccountMoney, BillingBook, CallingAccount, CheckoutRequest } from '#libs/domain';
import { LOGGER, type Logger } from '#libs/observability';
import { BILLING_BOOK } from '#libs/persistence';
import { sessionOver } from '../access/refusals.js';
import { ProblemError } from '../http/problem.js';
import { SETTINGS, type SupervisorSettings } from '../supervisor.tokens.js';
import { livingSubscription, trialAvailable } from './billing-views.js';
import { BILLING_GATE, BILLING_SETTINGS, type BillingGate, type BillingSettings } from './billing.tokens.js';
import { EntitlementsService } from './entitlements.service.js';
import { asking, conflict, demandGate } from './provider-problem.js';
import { TrialBook } from './trial-book.js';

/** Longer than Stripe takes in any case; who died meanwhile stands in the way for so long. */
const TURN_MS = 120_000;
const PATIENCE_MS = 20_000;
const LOOK_MS = 150;

interface Wish {
  priceId: string;
  currency: string | undefined;
}

/**
 * Opens the page on which a plan is bought: one at a time, and the same one to whoever asks for the same again. The turn
 * is a row and no lock: a slow Stripe keeps no connection of the database.
 */
@Injectable()
export class CheckoutsService {
  constructor(
    @Inject(BILLING_BOOK) private readonly book: BillingBook,
    @Inject(BILLING_GATE) private readonly gate: BillingGate | undefined,
    @Inject(BILLING_SETTINGS) private readonly billing: BillingSettings,
    @Inject(EntitlementsService) private readonly entitlements: EntitlementsService,
    @Inject(TrialBook) private readonly trials: TrialBook,
    @Inject(SETTINGS) private readonly settings: SupervisorSettings,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async open(account: CallingAccount, { plan, currency }: Checkout): Promise<Redirect> {
    const gate = demandGate(this.gate);
    const priceId = this.billing.policy.plans.find(({ id }) => id === plan)?.prices[0];
    if (priceId === undefined) throw conflict('BILLING.NO_SUCH_PLAN', 'This plan is not for sale');
    const turn = await this.takeTurn(account.id);
    try {
      return { url: await this.inTurn(gate, account, { priceId, currency }) };
    } finally {
      await this.book
        .leaveTurn(account.id, turn)
        .catch((err: unknown) => this.logger.warn({ err }, 'A turn at Checkout ends by itself'));
    }
  }

  private async inTurn(gate: BillingGate, account: CallingAccount, wish: Wish): Promise<string> {
    const { provider } = gate;
    const before = await this.money(account.id);
    const [newest, ...older] = before.customers;
    // Of several open pages each could be paid, but for the one that is asked for.
    for (const { customerId } of older) await asking(provider.closeCheckouts(customerId));
    const present = newest && (await this.requestOf(account, before, newest.customerId, wish));
    let open = present && (await asking(provider.closeCheckouts(present.customerId, present)));
    // In another tab this account may have paid a moment ago.
    await asking(this.entitlements.sync(account.id, { trigger: 'request' }));
    const money = await this.money(account.id);
    const living = livingSubscription(money, this.billing.policy) !== undefined;
    const request = living ? undefined : await this.newest(gate, account, money, wish);
    if (open !== undefined && present && !isDeepStrictEqual(present, request)) {
      await asking(provider.closeCheckouts(present.customerId));
      open = undefined;
    }
    if (!request) {
      const detail = 'You have a plan already. Change it, pay its open invoice, or end it if it has stopped';
      throw conflict('BILLING.HAS_SUBSCRIPTION', detail);
    }
    // Noted before, as it may be the last that happens here, and after, as the ones before may be closed just now.
    await this.book.checkoutOpened(request.customerId);
    const url = open ?? (await asking(provider.checkout(request)));
    await this.book.checkoutOpened(request.customerId);
    return url;
  }

  private async newest(gate: BillingGate, account: CallingAccount, money: AccountMoney, wish: Wish) {
    const customerId = await this.customerOf(gate, account, money);
    return await this.requestOf(account, money, customerId, wish);
  }

  private async requestOf(
    account: CallingAccount,
    money: AccountMoney,
    customerId: string,
    wish: Wish,
  ): Promise<CheckoutRequest> {
    const { policy } = this.billing;
    const trial = trialAvailable(money, policy, await this.trials.knows(money)) ? policy.trial : null;
    return {
      ...{ accountId: account.id, customerId, ...wish, trial },
      successUrl: this.page('/billing?checkout={CHECKOUT_SESSION_ID}'),
      cancelUrl: this.page('/pricing?checkout=left'),
    };
  }

  /** The newest customer, or a new one. One that Stripe has deleted meanwhile is not there any more after a sync. */
  private async customerOf({ provider }: BillingGate, account: CallingAccount, money: AccountMoney): Promise<string> {
    const [known] = money.customers;
    if (known) return known.customerId;
    const requestKey = `streamshape ${account.id} ${money.customersEver}`;
    const given = { accountId: account.id, email: account.email, name: '', requestKey };
    const customerId = await asking(provider.createCustomer(given));
    if (await this.book.link(account.id, customerId, account.email)) return customerId;
    throw sessionOver();
  }

  private async takeTurn(accountId: string): Promise<string> {
    const turn = randomUUID();
    const end = performance.now() + PATIENCE_MS;
    while (!(await this.book.takeTurn(accountId, turn, TURN_MS))) {
      if (performance.now() > end) {
        const detail = 'A page to pay on is being opened for you already. Try again in a minute';
        throw new ProblemError(409, 'BILLING.BUSY', detail, undefined, { 'retry-after': '60' });
      }
      await sleep(LOOK_MS);
    }
    return turn;
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
