import { addInterval, DAY, dayOfMonth } from './clock.js';
import { Invoices } from './invoices.js';
import type { Discount, Invoice, InvoiceLine, Metadata, MissingCard, Price, Subscription } from './model.js';
import { amountIn, renderSubscription } from './render.js';
import { declined, invalid } from './stripe-error.js';
import type { World } from './world.js';

export interface NewSubscription {
  customer: string;
  price: string;
  quantity: number;
  currency: string;
  trialEnd: number | null;
  missingCard: MissingCard;
  paymentMethod: string | null;
  automaticTax: boolean;
  discount: Discount | null;
  metadata: Metadata;
}

/** The life of subscriptions, from the first payment to the end. */
export class Subscriptions {
  readonly invoices: Invoices;

  constructor(private readonly world: World) {
    this.invoices = new Invoices(world);
  }

  create(given: NewSubscription): Subscription {
    const { world } = this;
    const customer = world.need(world.store.customers, 'customer', given.customer, 'customer');
    if (customer.currency !== null && customer.currency !== given.currency) {
      throw invalid(
        `You cannot combine currencies on a single customer. This customer has had a subscription in ${customer.currency}.`,
      );
    }
    customer.currency = given.currency;
    const price = world.need(world.store.prices, 'price', given.price, 'price');
    const now = world.now();
    const trial = given.trialEnd !== null && given.trialEnd > now ? given.trialEnd : null;
    const anchor = dayOfMonth(trial ?? now);
    const row: Subscription = {
      ...given,
      ...{ id: world.id('sub'), itemId: world.id('si'), created: now, status: trial ? 'trialing' : 'incomplete' },
      ...{
        periodStart: now,
        periodEnd: trial ?? addInterval(now, price.interval, price.intervalCount, anchor),
        anchor,
      },
      ...{ trialStart: trial && now, trialEnd: trial, trialWarned: trial !== null && trial - now <= 3 * DAY },
      ...{ cancelAtPeriodEnd: false, cancelAt: null, canceledAt: null, endedAt: null, cancelReason: null },
      latestInvoice: null,
    };
    world.store.subscriptions.set(row.id, row);
    const line = this.periodLine(row, price);
    const invoice = this.invoices.create(row, 'subscription_create', [trial ? { ...line, amount: 0 } : line]);
    if (this.invoices.pay(invoice, row) && row.status === 'incomplete') row.status = 'active';
    this.tell('created', row);
    return row;
  }

  /** What happens at the end of a period, of a trial too. */
  renew(row: Subscription): void {
    const { world } = this;
    const leaves = row.cancelAt !== null && row.cancelAt <= world.now();
    if (row.cancelAtPeriodEnd || leaves) return this.end(row, 'cancellation_requested');
    if (row.status === 'trialing' && !this.hasCard(row)) {
      if (row.missingCard === 'cancel') return this.end(row, 'payment_failed');
      if (row.missingCard === 'pause') {
        row.status = 'paused';
        return this.tell('paused', row);
      }
    }
    const price = world.need(world.store.prices, 'price', row.price);
    const wasTrialing = row.status === 'trialing';
    row.periodStart = row.periodEnd;
    row.periodEnd = addInterval(row.periodStart, price.interval, price.intervalCount, row.anchor);
    if (wasTrialing) row.status = 'active';
    const before = row.latestInvoice;
    // An unpaid subscription is billed no further until somebody pays.
    if (row.status !== 'unpaid')
      this.settle(this.invoices.create(row, 'subscription_cycle', [this.periodLine(row, price)]));
    this.tell('updated', row, { latest_invoice: before });
  }

  /** Tries to take the money of an invoice and lets the subscription follow. Whether it is paid. */
  settle(invoice: Invoice): boolean {
    const row = this.world.store.subscriptions.get(invoice.subscription);
    const paid = this.invoices.pay(invoice, row);
    if (!paid) this.invoices.planRetry(invoice);
    if (!row || row.endedAt !== null) return paid;
    if (paid && row.latestInvoice === invoice.id && row.status !== 'trialing') row.status = 'active';
    if (!paid && (row.status === 'active' || row.status === 'past_due')) {
      row.status = 'past_due';
      if (invoice.nextAttempt === null) this.giveUp(row);
    }
    return paid;
  }

  /** As `settle`, and says that the subscription changed. */
  collect(invoice: Invoice): boolean {
    const row = this.world.store.subscriptions.get(invoice.subscription);
    const before = row?.status;
    const paid = this.settle(invoice);
    if (row && row.status !== before && row.endedAt === null) this.tell('updated', row, { status: before });
    return paid;
  }

  private giveUp(row: Subscription): void {
    const action = this.world.options.finalAction;
    if (action === 'cancel') this.end(row, 'payment_failed');
    if (action === 'unpaid') row.status = 'unpaid';
  }

  /** At once. */
  end(row: Subscription, reason: string): void {
    const now = this.world.now();
    const status = row.status === 'incomplete' && reason === 'expired' ? 'incomplete_expired' : 'canceled';
    Object.assign(row, { status, endedAt: now, canceledAt: row.canceledAt ?? now, cancelReason: reason });
    this.invoices.abandonAll(row.id);
    this.tell(status === 'canceled' ? 'deleted' : 'updated', row);
  }

  setCancelAtPeriodEnd(row: Subscription, cancel: boolean): void {
    this.demandAlive(row);
    // A day that was named by itself stays: the flag was never set.
    if (!cancel && !row.cancelAtPeriodEnd) return;
    this.leaveAt(row, cancel ? row.periodEnd : null, cancel);
  }

  /** A day of its own, as the portal of flexible billing sets it; null: it goes on. */
  setCancelAt(row: Subscription, moment: number | null): void {
    this.demandAlive(row);
    this.leaveAt(row, moment, false);
  }

  private leaveAt(row: Subscription, moment: number | null, flag: boolean): void {
    const before = { cancel_at_period_end: row.cancelAtPeriodEnd, cancel_at: row.cancelAt };
    row.cancelAtPeriodEnd = flag;
    row.cancelAt = moment;
    row.canceledAt = moment === null ? null : this.world.now();
    row.cancelReason = moment === null ? null : 'cancellation_requested';
    this.tell('updated', row, before);
  }

  /**
   * What is left of the paid time counts against the new price; an interval that differs begins at once. `strict`: a
   * payment that fails changes nothing and is thrown.
   */
  changePrice(row: Subscription, priceId: string, behavior: string, strict = false): void {
    this.demandAlive(row);
    const { world } = this;
    const next = world.need(world.store.prices, 'price', priceId, 'items[0][price]');
    const last = world.need(world.store.prices, 'price', row.price);
    if (next.id === last.id) return;
    row.price = next.id;
    if (row.status !== 'trialing' && behavior !== 'none') this.prorate(row, last, next, strict);
    this.tell('updated', row, { items: { data: [{ price: { id: last.id } }] } });
  }

  private prorate(row: Subscription, last: Price, next: Price, strict: boolean): void {
    const now = this.world.now();
    const before = { ...row, price: last.id };
    const share = (row.periodEnd - now) / Math.max(1, row.periodEnd - row.periodStart);
    const sameLength = last.interval === next.interval && last.intervalCount === next.intervalCount;
    const credit = -Math.round(amountIn(last, row.currency) * row.quantity * share);
    const unused = { start: now, end: row.periodEnd, price: last.id, proration: true };
    const lines: Omit<InvoiceLine, 'id'>[] = [
      { ...unused, description: `Unused time on ${this.nameOf(last)}`, amount: credit },
    ];
    if (sameLength) {
      const amount = Math.round(amountIn(next, row.currency) * row.quantity * share);
      lines.push({ ...unused, price: next.id, description: `Remaining time on ${this.nameOf(next)}`, amount });
    } else {
      row.periodStart = now;
      row.anchor = dayOfMonth(now);
      row.periodEnd = addInterval(now, next.interval, next.intervalCount, row.anchor);
      // Who has canceled goes at the end of the period, wherever that is now.
      if (row.cancelAtPeriodEnd) row.cancelAt = row.periodEnd;
      lines.push(this.periodLine(row, next));
    }
    if (strict && this.invoices.wouldFail(row, lines)) {
      Object.assign(row, before);
      throw declined();
    }
    this.settle(this.invoices.create(row, 'subscription_update', lines));
  }

  tell(what: string, row: Subscription, previous: Record<string, unknown> | null = null): void {
    this.world.emit(`customer.subscription.${what}`, renderSubscription(row, this.world), previous);
  }

  hasCard(row: Subscription): boolean {
    return row.paymentMethod !== null || this.world.store.customers.get(row.customer)?.defaultPaymentMethod != null;
  }

  private demandAlive(row: Subscription): void {
    if (row.endedAt !== null) {
      throw invalid('A canceled subscription can only update its cancellation_details and metadata.');
    }
  }

  private periodLine(row: Subscription, price: Price): Omit<InvoiceLine, 'id'> {
    const amount = amountIn(price, row.currency) * row.quantity;
    const name = this.nameOf(price);
    const description = row.status === 'trialing' ? `Trial period for ${name}` : `${row.quantity} × ${name}`;
    return { description, amount, start: row.periodStart, end: row.periodEnd, price: price.id, proration: false };
  }

  private nameOf(price: Price): string {
    const product = this.world.store.products.get(price.product)?.name ?? 'Subscription';
    return `${product} (every ${price.intervalCount === 1 ? '' : `${price.intervalCount} `}${price.interval})`;
  }
}
