import { z } from 'zod';
import { BILLING_NOTICES, billingSchema, ENTITLEMENT_CAUSES, subscriptionSchema } from './billing-api.js';
import { oneLine } from './texts.js';

const time = z.iso.datetime();
const reason = z.string().overwrite(oneLine).min(1, 'say why').max(500);
const pageQuery = {
  limit: z.coerce.number().int().min(1).max(200).default(50).meta({ description: 'Items of one page at most' }),
  cursor: z.string().max(200).optional().meta({ description: '`nextCursor` of the page before' }),
};

/** A plan that an admin gave away. */
export const grantSchema = z.object({
  id: z.uuid(),
  planId: z.string(),
  reason: z.string(),
  /** The admin's address, `operator` or `system`. */
  grantedBy: z.string(),
  createdAt: time,
  endsAt: time.nullable(),
  revokedAt: time.nullable(),
});
export type Grant = z.infer<typeof grantSchema>;
export const createGrantSchema = z.strictObject({
  plan: z.string().regex(/^[a-z0-9-]{1,32}$/),
  reason,
  endsAt: time.optional().meta({ description: 'Left out: until it is revoked' }),
});
export type CreateGrant = z.infer<typeof createGrantSchema>;

/** A change of what somebody may do, and what made it. */
export const entitlementChangeSchema = z.object({
  at: time,
  active: z.boolean(),
  cause: z.enum(ENTITLEMENT_CAUSES),
  planId: z.string().nullable(),
  /** Like `webhook evt_...`, `reconcile`, `grant ...`. */
  trigger: z.string(),
  /** The subscription or grant that it rests on. */
  source: z.string().nullable(),
});
export type EntitlementChange = z.infer<typeof entitlementChangeSchema>;

export const sentNoticeSchema = z.object({
  id: z.uuid(),
  kind: z.enum(BILLING_NOTICES),
  createdAt: time,
  /** How often it went out. */
  sends: z.int().nonnegative(),
});
export type SentNotice = z.infer<typeof sentNoticeSchema>;

/** Everything about the money of one account. */
export const accountBillingSchema = z.object({
  accountId: z.uuid(),
  email: z.string(),
  billing: billingSchema,
  customerId: z.string().nullable(),
  subscriptions: z.array(subscriptionSchema),
  grants: z.array(grantSchema),
  /** Newest first, at most 100. */
  history: z.array(entitlementChangeSchema),
  notices: z.array(sentNoticeSchema),
  /** When Stripe was asked last. */
  checkedAt: time.nullable(),
});
export type AccountBilling = z.infer<typeof accountBillingSchema>;

export const customerQuerySchema = z.strictObject({
  search: z.string().overwrite(oneLine).min(2, 'at least two characters').max(100).meta({
    description: 'Part of an e-mail address or handle, or the id of a Stripe customer, subscription or invoice',
  }),
});
export type CustomerQuery = z.infer<typeof customerQuerySchema>;
export const foundCustomerSchema = z.object({
  accountId: z.uuid(),
  email: z.string(),
  handle: z.string().nullable(),
  customerId: z.string().nullable(),
  active: z.boolean(),
  cause: z.enum(ENTITLEMENT_CAUSES),
  planId: z.string().nullable(),
});
/** At most 50. */
export const foundCustomerListSchema = z.object({ items: z.array(foundCustomerSchema) });
export type FoundCustomerList = z.infer<typeof foundCustomerListSchema>;

/** A plan that can be granted: every one of the configuration, sold or not. */
export const grantablePlanListSchema = z.object({ items: z.array(z.object({ id: z.string(), name: z.string() })) });
export type GrantablePlanList = z.infer<typeof grantablePlanListSchema>;

export const WEBHOOK_OUTCOMES = ['waiting', 'done', 'ignored', 'failed'] as const;
/** What Stripe sent, and what became of it. */
export const webhookEventSchema = z.object({
  id: z.string(),
  type: z.string(),
  form: z.enum(['snapshot', 'thin']),
  receivedAt: time,
  outcome: z.enum(WEBHOOK_OUTCOMES),
  /** Why it was ignored or failed. */
  detail: z.string().nullable(),
  attempts: z.int().nonnegative(),
  accountId: z.uuid().nullable(),
});
export type WebhookEvent = z.infer<typeof webhookEventSchema>;
export const webhookEventQuerySchema = z.strictObject({
  ...pageQuery,
  outcome: z.enum(WEBHOOK_OUTCOMES).optional(),
  account: z.uuid().optional(),
});
export type WebhookEventQuery = z.infer<typeof webhookEventQuerySchema>;
/** Newest first. */
export const webhookEventPageSchema = z.object({
  items: z.array(webhookEventSchema),
  nextCursor: z.string().nullable(),
});
export type WebhookEventPage = z.infer<typeof webhookEventPageSchema>;
/** Answer to a comparison of everything with Stripe. */
export const reconcileReportSchema = z.object({
  accounts: z.int().nonnegative(),
  changed: z.int().nonnegative(),
  failed: z.int().nonnegative(),
});
export type ReconcileReport = z.infer<typeof reconcileReportSchema>;
