import type { Invoice, InvoiceLine, Rendered } from './model.js';
import { list } from './render.js';
import type { World } from './world.js';

function renderLine(line: InvoiceLine, row: Invoice, world: World): Rendered {
  const product = world.store.prices.get(line.price)?.product ?? 'prod_unknown';
  const item = world.store.subscriptions.get(row.subscription)?.itemId ?? 'si_unknown';
  const details = { invoice_item: null, proration: line.proration, proration_details: null };
  return {
    ...{ id: line.id, object: 'line_item', amount: line.amount, subtotal: line.amount, currency: row.currency },
    ...{ description: line.description, discount_amounts: [], discountable: true, discounts: [], invoice: row.id },
    ...{ livemode: false, metadata: {}, period: { start: line.start, end: line.end }, quantity: 1 },
    parent: {
      ...{ type: 'subscription_item_details', invoice_item_details: null },
      subscription_item_details: { ...details, subscription: row.subscription, subscription_item: item },
    },
    pricing: { type: 'price_details', price_details: { price: line.price, product }, unit_amount_decimal: null },
    ...{ subscription: row.subscription, taxes: [], pretax_credit_amounts: [] },
  };
}

export function renderInvoice(row: Invoice, world: World): Rendered {
  const subtotal = row.lines.reduce((sum, { amount }) => sum + amount, 0);
  const customer = world.store.customers.get(row.customer);
  const page = row.status === 'draft' ? null : `${world.pages.url}/i/${row.id}`;
  return {
    ...{ id: row.id, object: 'invoice', created: row.created, number: row.number, status: row.status },
    ...{ customer: row.customer, customer_email: customer?.email ?? null, customer_name: customer?.name ?? null },
    ...{ currency: row.currency, subtotal, total: row.total, amount_due: row.amountDue, amount_paid: row.amountPaid },
    ...{ amount_remaining: row.amountDue - row.amountPaid, starting_balance: row.startingBalance },
    total_discount_amounts: row.discount > 0 ? [{ amount: row.discount, discount: 'di_local' }] : [],
    total_taxes: row.automaticTax
      ? [{ amount: row.tax, tax_behavior: 'exclusive', type: 'tax_rate_details', taxable_amount: row.total - row.tax }]
      : [],
    ...{ total_excluding_tax: row.total - row.tax, subtotal_excluding_tax: subtotal, discounts: [] },
    automatic_tax: { enabled: row.automaticTax, status: row.automaticTax ? 'complete' : null, liability: null },
    ...{ attempt_count: row.attempts, attempted: row.attempts > 0, next_payment_attempt: row.nextAttempt },
    ...{
      billing_reason: row.reason,
      collection_method: 'charge_automatically',
      auto_advance: row.nextAttempt !== null,
    },
    lines: list(
      `/v1/invoices/${row.id}/lines`,
      row.lines.map((line) => renderLine(line, row, world)),
    ),
    parent: {
      ...{ type: 'subscription_details', quote_details: null },
      subscription_details: { subscription: row.subscription, metadata: {} },
    },
    ...{ period_start: row.periodStart, period_end: row.periodEnd, hosted_invoice_url: page },
    invoice_pdf: page && `${page}/pdf`,
    status_transitions: {
      ...{ finalized_at: row.finalizedAt, paid_at: row.paidAt, voided_at: row.voidedAt, marked_uncollectible_at: null },
    },
    ...{ livemode: false, metadata: {}, test_clock: world.testClock, description: null, default_payment_method: null },
  };
}
