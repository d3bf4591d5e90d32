import { DEMO_PRICES, plantCatalogue, StripeSimulator } from '../../../apps/stripe-simulator/src/index.js';
import type { StripeSimulatorOptions } from '../../../apps/stripe-simulator/src/index.js';
import { StripeBilling } from '../src/stripe-billing.js';
import { StripeMessages } from '../src/stripe-messages.js';

export const SECRET_KEY = 'sk_test_of_these_tests';
export const WEBHOOK_SECRET = 'whsec_of_these_tests';
export const GOOD_CARD = { number: '4242 4242 4242 4242', expiry: '12/99' };
/** 2026-03-01 12:00 UTC. */
export const START = Date.UTC(2026, 2, 1, 12) / 1000;

/** A local Stripe whose clock stands still, and the adapter that talks to it. */
export class StripeWorld implements AsyncDisposable {
  private constructor(
    readonly simulator: StripeSimulator,
    readonly url: string,
    readonly billing: StripeBilling,
    readonly messages: StripeMessages,
  ) {}

  static async start(options: Partial<StripeSimulatorOptions> = {}): Promise<StripeWorld> {
    const simulator = new StripeSimulator({ secretKey: SECRET_KEY, startAt: START, ...options });
    plantCatalogue(simulator);
    const apiUrl = await simulator.listen();
    const stripe = { secretKey: SECRET_KEY, apiUrl, webhookSecrets: [WEBHOOK_SECRET], automaticTax: false };
    return new StripeWorld(simulator, apiUrl, new StripeBilling(stripe), new StripeMessages(stripe));
  }

  async customer(accountId: string = crypto.randomUUID()): Promise<string> {
    const given = { accountId, email: `${accountId}@example.org`, name: 'Ada', requestKey: `customer ${accountId}` };
    return await this.billing.createCustomer(given);
  }

  /** Address of a Checkout for `priceId`. */
  async checkout(customerId: string, more: { priceId?: string; currency?: string; trialDays?: number } = {}) {
    return await this.billing.checkout({
      ...{ accountId: 'account-1', customerId, priceId: more.priceId ?? DEMO_PRICES.monthly, currency: more.currency },
      trial: more.trialDays ? { days: more.trialDays, card: false } : null,
      successUrl: 'http://localhost:3000/billing?checkout={CHECKOUT_SESSION_ID}',
      cancelUrl: 'http://localhost:3000/pricing',
    });
  }

  /** As the browser does it; answers with where it is sent. */
  async pay(url: string, card: { number: string; expiry: string } | undefined = GOOD_CARD): Promise<Response> {
    const form = new URLSearchParams({ email: 'ada@example.org', ...card });
    return await fetch(url, { method: 'POST', body: form, redirect: 'manual' });
  }

  async subscribed(more: { priceId?: string; currency?: string; trialDays?: number } = {}): Promise<string> {
    const customerId = await this.customer();
    await this.pay(await this.checkout(customerId, more));
    return customerId;
  }

  async advance(days: number): Promise<void> {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ days }) };
    await fetch(`${this.url}/_control/clock/advance`, init);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.simulator.close();
  }
}
