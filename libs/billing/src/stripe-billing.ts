import { createHash } from 'node:crypto';
import type { Stripe } from 'stripe';
import type { Invoice, Money } from '#libs/contracts';
import { UnknownCustomerError } from '#libs/domain';
import type {
  BillingProvider,
  CheckoutRequest,
  CustomerState,
  ProviderPrice,
  SubscriptionChange,
  SubscriptionFacts,
  SubscriptionGlimpse,
} from '#libs/domain';
import { createStripe, type StripeOptions } from './stripe-client.js';
import { calling, isMissing, translated } from './stripe-errors.js';
import { toInvoice } from './to-invoice.js';
import { ACCOUNT_KEY, endsAtOf, idOf, intervalOf, toMs, toSubscriptionFacts } from './to-subscription-facts.js';

/** On a page of Checkout: what it is for, so that the same one is known again. */
const WISH_KEY = 'streamshape_wish';
/** A page that ends sooner is nobody's to go on with, seconds. */
const TIME_TO_PAY = 3600;
/** Of one customer at most. */
const SUBSCRIPTIONS = 100;

/** Stripe as BillingProvider. */
export class StripeBilling implements BillingProvider {
  private readonly stripe: Stripe;

  constructor(private readonly options: StripeOptions) {
    this.stripe = createStripe(options);
  }

  async prices(ids: readonly string[]): Promise<ProviderPrice[]> {
    const found = await Promise.all(ids.map((id) => this.price(id)));
    return found.filter((price) => price !== undefined);
  }

  private async price(id: string): Promise<ProviderPrice | undefined> {
    try {
      const price = await this.stripe.prices.retrieve(id, { expand: ['currency_options'] });
      const interval = intervalOf(price.recurring);
      return interval ? { id, active: price.active, interval, amounts: amountsOf(price) } : undefined;
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw translated(error);
    }
  }

  async createCustomer(given: { accountId: string; email: string; name: string; requestKey: string }): Promise<string> {
    const { accountId, email, name, requestKey } = given;
    const params = { email, ...(name && { name }), metadata: { [ACCOUNT_KEY]: accountId } };
    const customer = await calling(this.stripe.customers.create(params, { idempotencyKey: requestKey }));
    return customer.id;
  }

  async changeEmail(customerId: string, email: string): Promise<void> {
    await calling(this.stripe.customers.update(customerId, { email }));
  }

  async customer(customerId: string): Promise<CustomerState> {
    const gone = { deleted: true, accountId: null, subscriptions: [], now: Date.now() };
    try {
      const customer = await this.stripe.customers.retrieve(customerId);
      if (customer.deleted) return gone;
      const { data } = await this.stripe.subscriptions.list({
        ...{ customer: customerId, status: 'all', limit: SUBSCRIPTIONS },
        expand: ['data.items.data.price.currency_options'],
      });
      const subscriptions = await Promise.all(data.map((subscription) => this.factsOf(subscription)));
      const clock = customer.test_clock ?? data.find((one) => one.test_clock)?.test_clock;
      const accountId = customer.metadata?.[ACCOUNT_KEY] ?? null;
      return { deleted: false, accountId, subscriptions, now: await this.timeOf(clock) };
    } catch (error) {
      if (isMissing(error)) {
        const why = `Stripe does not know ${customerId}: is STRIPE_SECRET_KEY of another account or mode?`;
        throw new UnknownCustomerError(why, 'resource_missing', { cause: error });
      }
      throw translated(error);
    }
  }

  private async factsOf(subscription: Stripe.Subscription): Promise<SubscriptionFacts> {
    if (!owes(subscription)) return toSubscriptionFacts(subscription, []);
    const open = await this.stripe.invoices.list({ subscription: subscription.id, status: 'open', limit: 100 });
    if (open.data.length > 0) return toSubscriptionFacts(subscription, open.data);
    // It was paid between the two questions, or its invoice was written off.
    const expand = ['items.data.price.currency_options', 'latest_invoice'];
    const again = await this.stripe.subscriptions.retrieve(subscription.id, { expand });
    return toSubscriptionFacts(again, [], owes(again) ? owedSince(again) : undefined);
  }

  /** The provider's time: that of a test clock where one is used. */
  private async timeOf(clock: string | { id: string } | null | undefined): Promise<number> {
    if (!clock) return Date.now();
    const { frozen_time: frozen } = await this.stripe.testHelpers.testClocks.retrieve(idOf(clock));
    return toMs(frozen);
  }

  async *living(): AsyncIterable<SubscriptionGlimpse> {
    try {
      for await (const one of this.stripe.subscriptions.list({ limit: 100 })) {
        yield {
          ...{ id: one.id, customerId: idOf(one.customer), status: one.status as SubscriptionGlimpse['status'] },
          ...{ priceId: one.items.data[0]?.price.id ?? null, endsAt: endsAtOf(one) },
          accountId: one.metadata[ACCOUNT_KEY] ?? null,
        };
      }
    } catch (error) {
      throw translated(error);
    }
  }

  async checkout(request: CheckoutRequest): Promise<string> {
    const { accountId, customerId, priceId, currency, trial, successUrl, cancelUrl } = request;
    const { automaticTax } = this.options;
    const metadata = { [ACCOUNT_KEY]: accountId };
    const ending = { end_behavior: { missing_payment_method: 'cancel' } } as const;
    const session = await calling(
      this.stripe.checkout.sessions.create({
        ...{ mode: 'subscription', customer: customerId, client_reference_id: accountId },
        metadata: { ...metadata, [WISH_KEY]: this.wishOf(request) },
        line_items: [{ price: priceId, quantity: 1 }],
        ...(currency && { currency }),
        subscription_data: { metadata, ...(trial && { trial_period_days: trial.days, trial_settings: ending }) },
        payment_method_collection: trial && !trial.card ? 'if_required' : 'always',
        allow_promotion_codes: true,
        automatic_tax: { enabled: automaticTax },
        ...(automaticTax && { customer_update: { address: 'auto', name: 'auto' }, billing_address_collection: 'auto' }),
        ...{ success_url: successUrl, cancel_url: cancelUrl },
      }),
    );
    return addressOf(session.url);
  }

  async closeCheckouts(customerId: string, keep?: CheckoutRequest): Promise<string | undefined> {
    const params = { customer: customerId, status: 'open', limit: 100 } as const;
    const { data } = await calling(this.stripe.checkout.sessions.list(params));
    const end = Date.now() / 1000 + TIME_TO_PAY;
    const wish = keep && this.wishOf(keep);
    const kept = data.find((one) => wish !== undefined && one.metadata?.[WISH_KEY] === wish && one.expires_at > end);
    for (const { id } of data) if (id !== kept?.id) await this.closeCheckout(id);
    return kept?.url ?? undefined;
  }

  /** The same for the same page. */
  private wishOf({ accountId, customerId, priceId, currency, trial, successUrl, cancelUrl }: CheckoutRequest): string {
    const all = [accountId, customerId, priceId, currency, trial?.days, trial?.card, successUrl, cancelUrl];
    const text = JSON.stringify([...all, this.options.automaticTax]);
    return createHash('sha256').update(text).digest('base64url').slice(0, 22);
  }

  private async closeCheckout(id: string): Promise<void> {
    try {
      await this.stripe.checkout.sessions.expire(id);
    } catch (error) {
      // Paid or over meanwhile.
      const { status } = await calling(this.stripe.checkout.sessions.retrieve(id));
      if (status === 'open') throw translated(error);
    }
  }

  async portal(customerId: string, returnUrl: string): Promise<string> {
    const params = { customer: customerId, return_url: returnUrl };
    const session = await calling(this.stripe.billingPortal.sessions.create(params));
    return addressOf(session.url);
  }

  async change(subscriptionId: string, change: SubscriptionChange): Promise<void> {
    if (change.kind === 'end') return await this.end(subscriptionId);
    if (change.kind === 'cancel') {
      await calling(this.stripe.subscriptions.update(subscriptionId, { cancel_at_period_end: true }));
      return;
    }
    const present = await calling(this.stripe.subscriptions.retrieve(subscriptionId));
    if (change.kind === 'end-stopped') {
      // Somebody may have paid a moment ago, on a page of Stripe's.
      if (present.status !== 'active' && present.status !== 'trialing') await this.end(subscriptionId);
      return;
    }
    const [item] = present.items.data;
    const price = change.kind === 'price' && {
      items: [{ ...(item && { id: item.id }), price: change.priceId }],
      // What cannot be paid changes nothing: the plan that was paid goes on.
      ...({ proration_behavior: 'always_invoice', payment_behavior: 'error_if_incomplete' } as const),
    };
    await calling(this.stripe.subscriptions.update(subscriptionId, { ...price, ...goingOn(present) }));
  }

  /** At once. What is still owed for it can be paid no more: whoever follows the link of an old mail would pay for nothing. */
  private async end(subscriptionId: string): Promise<void> {
    await calling(this.stripe.subscriptions.cancel(subscriptionId));
    const params = { subscription: subscriptionId, status: 'open', limit: 100 } as const;
    const { data } = await calling(this.stripe.invoices.list(params));
    for (const { id } of data) if (id) await this.voidInvoice(id);
  }

  private async voidInvoice(id: string): Promise<void> {
    try {
      await this.stripe.invoices.voidInvoice(id);
    } catch (error) {
      // Paid or void meanwhile.
      const { status } = await calling(this.stripe.invoices.retrieve(id));
      if (status === 'open') throw translated(error);
    }
  }

  async invoices(
    customerId: string,
    { limit, after }: { limit: number; after?: string | undefined },
  ): Promise<{ items: Invoice[]; next: string | null }> {
    const params = { customer: customerId, limit, ...(after && { starting_after: after }) };
    const page = await calling(this.stripe.invoices.list(params));
    const last = page.data.at(-1);
    return { items: page.data.map(toInvoice), next: page.has_more && last ? last.id : null };
  }
}

const owes = ({ status }: Stripe.Subscription) => status === 'past_due' || status === 'unpaid';

/** Of one without an open invoice: seconds. */
function owedSince({ latest_invoice: invoice, items }: Stripe.Subscription): number | undefined {
  return invoice !== null && typeof invoice === 'object' ? invoice.created : items.data[0]?.current_period_start;
}

/** Takes a cancellation back. The portal names a day and leaves the flag alone; the two may not be sent together. */
function goingOn({ cancel_at: at, cancel_at_period_end: flag }: Stripe.Subscription) {
  return at !== null && !flag ? { cancel_at: '' as const } : { cancel_at_period_end: false };
}

function addressOf(url: string | null): string {
  if (url === null) throw new Error('Stripe named no address for a page that it just made');
  return url;
}

/** The price's own currency first. */
function amountsOf(price: Stripe.Price): Money[] {
  const usual = price.unit_amount === null ? [] : [{ amount: price.unit_amount, currency: price.currency }];
  const others = Object.entries(price.currency_options ?? {}).flatMap(([currency, option]): Money[] =>
    currency === price.currency || option.unit_amount === null ? [] : [{ amount: option.unit_amount, currency }],
  );
  return [...usual, ...others];
}
