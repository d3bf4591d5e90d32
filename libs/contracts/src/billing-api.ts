import { z } from 'zod';

const time = z.iso.datetime();
const planId = z.string().regex(/^[a-z0-9-]{1,32}$/, 'the id of a plan');
const currencyCode = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z]{3}$/, 'three letters, like eur');

/** In the currency's smallest unit: see `formatMoney`. */
export const moneySchema = z.object({ amount: z.int(), currency: z.string().length(3) });

/** What a plan lets somebody do. null: as much as they like. */
export const allowanceSchema = z.object({
  /** Saved widgets at most. */
  widgets: z.int().nonnegative().nullable(),
  /** Past streams and gifts are shown this far back. */
  historyDays: z.int().nonnegative().nullable(),
  /** Who is connected first when many start at once; higher first. */
  priority: z.int().min(0).max(9),
});
export type Allowance = z.infer<typeof allowanceSchema>;

export const BILLING_INTERVALS = ['day', 'week', 'month', 'year'] as const;
export const planSchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  interval: z.object({ unit: z.enum(BILLING_INTERVALS), count: z.int().positive() }),
  /** One for each currency it can be paid in; the first is the usual one. */
  prices: z.array(moneySchema),
  allows: allowanceSchema,
});
export type Plan = z.infer<typeof planSchema>;
/** What can be bought. Empty where nothing is sold. */
export const planListSchema = z.object({
  items: z.array(planSchema),
  /** A first subscription starts with so many days for nothing. `card`: a card is asked for at its start. */
  trial: z.object({ days: z.int().positive(), card: z.boolean(), allows: allowanceSchema }).nullable(),
});
export type PlanList = z.infer<typeof planListSchema>;

export const SUBSCRIPTION_STATES = [
  'trialing',
  'active',
  'past_due',
  'unpaid',
  'canceled',
  'incomplete',
  'incomplete_expired',
  'paused',
] as const;
export type SubscriptionState = (typeof SUBSCRIPTION_STATES)[number];

/**
 * Why somebody may use the product, or may not. On: `subscription`, `trial`, `grace` (a payment failed, there is still
 * time), `grant` (by an admin), `self-hosted` (nothing is sold here). Off: all others.
 */
export const ENTITLEMENT_CAUSES = [
  'subscription',
  'trial',
  'grace',
  'grant',
  'self-hosted',
  'never',
  'payment-overdue',
  'unpaid',
  'canceled',
  'incomplete',
  'paused',
] as const;
export type EntitlementCause = (typeof ENTITLEMENT_CAUSES)[number];

export const entitlementSchema = z.object({
  active: z.boolean(),
  cause: z.enum(ENTITLEMENT_CAUSES),
  plan: z.object({ id: z.string(), name: z.string() }).nullable(),
  allows: allowanceSchema,
  /** When it became so. */
  since: time,
  /** When it stops unless something happens: end of a trial, a grace period, a grant, or a canceled period. */
  until: time.nullable(),
});
export type EntitlementView = z.infer<typeof entitlementSchema>;

export const subscriptionSchema = z.object({
  id: z.string(),
  status: z.enum(SUBSCRIPTION_STATES),
  /** null: a price that is no plan here. */
  planId: z.string().nullable(),
  price: moneySchema.nullable(),
  interval: planSchema.shape.interval.nullable(),
  startedAt: time,
  /** Paid up to then; the next payment is then unless it is canceled. */
  currentPeriodEnd: time.nullable(),
  trialEnd: time.nullable(),
  /** It ends then and is not renewed. */
  endsAt: time.nullable(),
  endedAt: time.nullable(),
  /** It has stopped without being over: it is paid, or ended before another is bought. */
  stalled: z.boolean(),
});
export type SubscriptionView = z.infer<typeof subscriptionSchema>;

export const BILLING_NOTICES = [
  'trial-ending',
  'payment-failed',
  'grace-ending',
  'stopped',
  'grant-ending',
  'grant-ended',
  /** More than one is charged. */
  'two-subscriptions',
] as const;
export type BillingNoticeKind = (typeof BILLING_NOTICES)[number];
/** What the streamer has to know now. `until`: when it takes effect, or took. */
export const billingNoticeSchema = z.object({
  kind: z.enum(BILLING_NOTICES),
  until: time.nullable(),
  /** Where an open invoice can be paid. */
  payUrl: z.string().nullable(),
});
export type BillingNotice = z.infer<typeof billingNoticeSchema>;

/** What the account has. */
export const billingSchema = z.object({
  /** False: nothing is sold here, whoever runs this server grants the plans. */
  enabled: z.boolean(),
  entitlement: entitlementSchema,
  /** The one that counts; null before the first. */
  subscription: subscriptionSchema.nullable(),
  notices: z.array(billingNoticeSchema),
  /** There is something to see in the portal, and there may be invoices. */
  customer: z.boolean(),
  /** Buying now would begin with a trial. */
  trialAvailable: z.boolean(),
});
export type Billing = z.infer<typeof billingSchema>;

export const checkoutSchema = z.strictObject({
  plan: planId,
  currency: currencyCode.optional().meta({ description: "One of the plan's; its usual one without it" }),
});
export type Checkout = z.infer<typeof checkoutSchema>;
/** Where the browser is to go. */
export const redirectSchema = z.object({ url: z.string() });
export type Redirect = z.infer<typeof redirectSchema>;
export const changePlanSchema = z.strictObject({ plan: planId });
export type ChangePlan = z.infer<typeof changePlanSchema>;
/** Sent by the page that Checkout comes back to, so that nobody waits for a message from Stripe. */
export const refreshBillingSchema = z.strictObject({ checkoutSession: z.string().max(255).optional() });
export type RefreshBilling = z.infer<typeof refreshBillingSchema>;

export const INVOICE_STATUSES = ['draft', 'open', 'paid', 'uncollectible', 'void'] as const;
export const invoiceSchema = z.object({
  id: z.string(),
  number: z.string().nullable(),
  status: z.enum(INVOICE_STATUSES),
  createdAt: time,
  /** The time that is paid for. */
  period: z.object({ from: time, to: time }).nullable(),
  total: moneySchema,
  /** Part of `total`. */
  tax: moneySchema,
  due: moneySchema,
  lines: z.array(z.object({ text: z.string(), amount: moneySchema })),
  /** The invoice on a page, where an open one can be paid. */
  pageUrl: z.string().nullable(),
  pdfUrl: z.string().nullable(),
});
export type Invoice = z.infer<typeof invoiceSchema>;
export const invoiceQuerySchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(24).meta({ description: 'Items of one page at most' }),
  cursor: z.string().max(200).optional().meta({ description: '`nextCursor` of the page before' }),
});
export type InvoiceQuery = z.infer<typeof invoiceQuerySchema>;
/** Newest first. */
export const invoicePageSchema = z.object({ items: z.array(invoiceSchema), nextCursor: z.string().nullable() });
export type InvoicePage = z.infer<typeof invoicePageSchema>;
