import type {
  CheckoutSession,
  Coupon,
  Customer,
  PaymentMethod,
  Price,
  Product,
  PromotionCode,
  Rendered,
  Subscription,
} from './model.js';
import type { World } from './world.js';

export const list = (url: string, data: readonly Rendered[], hasMore = false) => ({
  ...{ object: 'list', data, has_more: hasMore, url },
});

export function renderProduct(row: Product): Rendered {
  const { id, created, name, description, active, metadata } = row;
  return { id, object: 'product', created, name, description, active, metadata, livemode: false, type: 'service' };
}

export function renderPrice(row: Price): Rendered {
  const option = (amount: number) => ({
    ...{ custom_unit_amount: null, tax_behavior: 'unspecified' },
    ...{ unit_amount: amount, unit_amount_decimal: String(amount) },
  });
  const currencies = { [row.currency]: row.unitAmount, ...row.otherCurrencies };
  return {
    ...{ id: row.id, object: 'price', created: row.created, product: row.product, active: row.active },
    ...{ currency: row.currency, unit_amount: row.unitAmount, unit_amount_decimal: String(row.unitAmount) },
    currency_options: Object.fromEntries(Object.entries(currencies).map(([code, amount]) => [code, option(amount)])),
    recurring: {
      ...{ interval: row.interval, interval_count: row.intervalCount, meter: null },
      ...{ trial_period_days: null, usage_type: 'licensed' },
    },
    ...{ type: 'recurring', billing_scheme: 'per_unit', custom_unit_amount: null, tiers_mode: null },
    ...{ nickname: row.nickname, lookup_key: row.lookupKey, metadata: row.metadata, livemode: false },
    ...{ tax_behavior: 'unspecified', transform_quantity: null },
  };
}

export function renderCustomer(row: Customer, world: World): Rendered {
  if (row.deleted) return { id: row.id, object: 'customer', deleted: true };
  return {
    ...{ id: row.id, object: 'customer', created: row.created, email: row.email, name: row.name },
    ...{ balance: row.balance, currency: row.currency, delinquent: false, description: null, livemode: false },
    invoice_settings: { default_payment_method: row.defaultPaymentMethod, custom_fields: null, footer: null },
    ...{ metadata: row.metadata, tax_exempt: 'none', test_clock: world.testClock, phone: null, address: null },
  };
}

export function renderPaymentMethod(row: PaymentMethod): Rendered {
  return {
    ...{ id: row.id, object: 'payment_method', created: row.created, customer: row.customer, type: 'card' },
    card: { brand: row.brand, last4: row.last4, exp_month: row.expMonth, exp_year: row.expYear, country: 'US' },
    ...{ livemode: false, metadata: {} },
  };
}

export function renderCoupon(row: Coupon): Rendered {
  return {
    ...{ id: row.id, object: 'coupon', created: row.created, name: row.name, percent_off: row.percentOff },
    ...{ amount_off: row.amountOff, currency: row.currency, duration: row.duration, valid: true, livemode: false },
    duration_in_months: row.durationInMonths,
  };
}

export function renderPromotionCode(row: PromotionCode): Rendered {
  return {
    ...{ id: row.id, object: 'promotion_code', created: row.created, code: row.code, active: row.active },
    ...{ promotion: { type: 'coupon', coupon: row.coupon }, livemode: false, metadata: {}, times_redeemed: 0 },
  };
}

function renderItem(row: Subscription, world: World): Rendered {
  const price = world.store.prices.get(row.price);
  return {
    ...{ id: row.itemId, object: 'subscription_item', created: row.created, subscription: row.id },
    ...{ current_period_start: row.periodStart, current_period_end: row.periodEnd, quantity: row.quantity },
    ...{ price: price ? renderPrice(price) : null, metadata: {}, discounts: [], tax_rates: [] },
  };
}

export function renderSubscription(row: Subscription, world: World): Rendered {
  return {
    ...{ id: row.id, object: 'subscription', created: row.created, customer: row.customer, status: row.status },
    ...{ currency: row.currency, start_date: row.created, billing_cycle_anchor: row.periodStart },
    items: list(`/v1/subscription_items?subscription=${row.id}`, [renderItem(row, world)]),
    ...{ cancel_at: row.cancelAt, cancel_at_period_end: row.cancelAtPeriodEnd, canceled_at: row.canceledAt },
    ...{ ended_at: row.endedAt, trial_start: row.trialStart, trial_end: row.trialEnd },
    trial_settings: { end_behavior: { missing_payment_method: row.missingCard } },
    cancellation_details: { comment: null, feedback: null, reason: row.cancelReason },
    ...{ latest_invoice: row.latestInvoice, default_payment_method: row.paymentMethod, metadata: row.metadata },
    ...{ livemode: false, test_clock: world.testClock, collection_method: 'charge_automatically' },
    automatic_tax: { enabled: row.automaticTax, disabled_reason: null, liability: null },
    ...{ pause_collection: null, pending_update: null, schedule: null, discounts: [], description: null },
    ...{
      billing_mode: { type: 'flexible', flexible: { proration_discounts: 'included' } },
      default_source: null,
      days_until_due: null,
    },
  };
}

export function renderSession(row: CheckoutSession, world: World): Rendered {
  const price = world.store.prices.get(row.price);
  const amount = price ? amountIn(price, row.currency) * row.quantity : 0;
  const complete = row.status === 'complete';
  return {
    ...{
      id: row.id,
      object: 'checkout.session',
      created: row.created,
      expires_at: row.expiresAt,
      mode: 'subscription',
    },
    ...{ status: row.status, payment_status: complete ? 'paid' : 'unpaid', customer: row.customer },
    ...{ customer_email: row.customerEmail, client_reference_id: row.clientReferenceId, currency: row.currency },
    ...{ amount_subtotal: amount, amount_total: row.trialDays ? 0 : amount, subscription: row.subscription },
    ...{ success_url: row.successUrl, cancel_url: row.cancelUrl, allow_promotion_codes: row.allowPromotionCodes },
    automatic_tax: { enabled: row.automaticTax, status: row.automaticTax ? 'complete' : null, liability: null },
    ...{ payment_method_collection: row.cardCollection, payment_method_types: ['card'], locale: row.locale },
    ...{ metadata: row.metadata, livemode: false, invoice: null, payment_intent: null, setup_intent: null },
    ...{ ui_mode: 'hosted_page', custom_fields: [], shipping_options: [] },
    url: row.status === 'open' ? `${world.pages.url}/c/pay/${row.id}` : null,
  };
}

/** The price's amount in a currency that it has. */
export function amountIn(price: Price, currency: string): number {
  return currency === price.currency ? price.unitAmount : (price.otherCurrencies[currency] ?? price.unitAmount);
}
