import { DAY } from './clock.js';
import type { Invoice, InvoiceLine, PaymentMethod, Subscription } from './model.js';
import { renderInvoice } from './render-invoice.js';
import type { World } from './world.js';

/** Makes invoices, takes payments, and says what came of it. */
export class Invoices {
  constructor(private readonly world: World) {}

  /** Final at once: Stripe lets an hour pass, of which nobody here has any use. */
  create(row: Subscription, reason: string, lines: readonly Omit<InvoiceLine, 'id'>[]): Invoice {
    const { world } = this;
    const customer = world.need(world.store.customers, 'customer', row.customer);
    const subtotal = lines.reduce((sum, { amount }) => sum + amount, 0);
    const discount = this.takeDiscount(row, subtotal);
    const taxed = Math.max(0, subtotal - discount);
    const tax = row.automaticTax ? Math.round((taxed * world.options.taxPercent) / 100) : 0;
    const total = subtotal - discount + tax;
    const startingBalance = customer.balance;
    const amountDue = Math.max(0, total + startingBalance);
    customer.balance = Math.min(0, total + startingBalance);
    const now = world.now();
    const invoice: Invoice = {
      ...{ id: world.id('in'), number: this.number(), created: now, customer: row.customer, subscription: row.id },
      ...{ status: 'open', currency: row.currency, reason, discount, tax, automaticTax: row.automaticTax, total },
      lines: lines.map((line) => ({ ...line, id: world.id('il') })),
      ...{ startingBalance, amountDue, amountPaid: 0, attempts: 0, nextAttempt: null },
      ...{ periodStart: row.periodStart, periodEnd: row.periodEnd },
      ...{ finalizedAt: now, paidAt: null, voidedAt: null },
    };
    world.store.invoices.set(invoice.id, invoice);
    row.latestInvoice = invoice.id;
    this.tell('invoice.created', invoice);
    this.tell('invoice.finalized', invoice);
    return invoice;
  }

  /** Whether the money for such lines could not be taken; a payment that was to fail has failed with it. */
  wouldFail(row: Subscription, lines: readonly Pick<InvoiceLine, 'amount'>[]): boolean {
    const { world } = this;
    const customer = world.need(world.store.customers, 'customer', row.customer);
    const due = lines.reduce((sum, { amount }) => sum + amount, customer.balance);
    const card = this.cardOf(row, customer.defaultPaymentMethod);
    const fails = due > 0 && (!card || card.declines || customer.failNext > 0);
    if (fails) customer.failNext = Math.max(0, customer.failNext - 1);
    return fails;
  }

  /** Whether it is paid now. */
  pay(invoice: Invoice, row: Subscription | undefined): boolean {
    if (invoice.status === 'paid') return true;
    const { world } = this;
    const customer = world.need(world.store.customers, 'customer', invoice.customer);
    const card = this.cardOf(row, customer.defaultPaymentMethod);
    const fails = invoice.amountDue > 0 && (!card || card.declines || customer.failNext > 0);
    if (invoice.amountDue > 0) invoice.attempts += 1;
    if (fails) {
      customer.failNext = Math.max(0, customer.failNext - 1);
      this.tell('invoice.payment_failed', invoice);
      return false;
    }
    const now = world.now();
    Object.assign(invoice, { status: 'paid', paidAt: now, amountPaid: invoice.amountDue, nextAttempt: null });
    this.tell('invoice.paid', invoice);
    this.tell('invoice.payment_succeeded', invoice);
    return true;
  }

  /** When to try again; null after the last retry. */
  planRetry(invoice: Invoice): void {
    const days = this.world.options.retryDays[invoice.attempts - 1];
    invoice.nextAttempt = days === undefined ? null : this.world.now() + days * DAY;
  }

  void(invoice: Invoice): void {
    Object.assign(invoice, { status: 'void', voidedAt: this.world.now(), nextAttempt: null });
    this.tell('invoice.voided', invoice);
  }

  /** Nobody tries to take the money any more. */
  abandonAll(subscription: string): void {
    for (const invoice of this.world.store.invoices.values()) {
      if (invoice.subscription === subscription) invoice.nextAttempt = null;
    }
  }

  private tell(type: string, invoice: Invoice): void {
    this.world.emit(type, renderInvoice(invoice, this.world));
  }

  private number(): string {
    const count = this.world.store.invoices.size + 1;
    return `LOCAL-${String(count).padStart(6, '0')}`;
  }

  private cardOf(row: Subscription | undefined, usual: string | null): PaymentMethod | undefined {
    const id = row?.paymentMethod ?? usual;
    return id === null ? undefined : this.world.store.paymentMethods.get(id);
  }

  private takeDiscount(row: Subscription, subtotal: number): number {
    const { discount } = row;
    const coupon = discount && this.world.store.coupons.get(discount.coupon);
    if (!discount || !coupon || subtotal <= 0 || discount.left === 0) return 0;
    if (discount.left !== null) discount.left -= 1;
    const off = coupon.percentOff === null ? (coupon.amountOff ?? 0) : Math.round((subtotal * coupon.percentOff) / 100);
    return Math.min(subtotal, off);
  }
}
