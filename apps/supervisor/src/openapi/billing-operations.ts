import { z } from 'zod';
import {
  accountBillingSchema,
  billingSchema,
  changePlanSchema,
  checkoutSchema,
  createGrantSchema,
  customerQuerySchema,
  foundCustomerListSchema,
  grantablePlanListSchema,
  invoicePageSchema,
  invoiceQuerySchema,
  planListSchema,
  reconcileReportSchema,
  redirectSchema,
  refreshBillingSchema,
  webhookEventPageSchema,
  webhookEventQuerySchema,
} from '#libs/contracts';
import type { Operation } from './operation.js';

const own = { tag: 'Billing', security: 'session' } as const;
/** Who is suspended may still look, pay what is owed, and leave. */
const always = { ...own, standing: 'any' } as const;
const admin = { tag: 'Administration', security: 'admin' } as const;
const billing = '/api/v1/me/billing';
const account = '/api/v1/admin/accounts/{id}';
const id = { id: z.uuid() };
const asItIs = { 200: { description: 'Billing as it is now', body: billingSchema } };
const accountAsItIs = { 200: { description: 'The account as it is now', body: accountBillingSchema } };
const goThere = { 200: { description: 'Where the browser is to go', body: redirectSchema } };

const OWN: Operation[] = [
  {
    ...{ tag: 'Billing', security: 'none', method: 'get', path: '/api/v1/plans', operationId: 'listPlans' },
    summary: 'What can be bought. Empty where nothing is sold',
    answers: { 200: { description: 'The plans with their prices', body: planListSchema } },
    problems: [503],
  },
  {
    ...{ ...always, method: 'get', path: billing, operationId: 'getBilling' },
    summary: 'What the account has, since when, until when, and what it has to know',
    answers: { 200: { description: 'As of now', body: billingSchema } },
  },
  {
    ...{ ...own, method: 'post', path: `${billing}/checkout`, operationId: 'startCheckout' },
    summary: 'Buy a plan: answers with the page on which to pay',
    body: checkoutSchema,
    answers: goThere,
    problems: [409, 503],
  },
  {
    ...{ ...always, method: 'post', path: `${billing}/refresh`, operationId: 'refreshBilling' },
    summary: 'Ask Stripe now, after Checkout or the portal',
    body: refreshBillingSchema,
    answers: asItIs,
    problems: [503],
  },
  {
    ...{ ...always, method: 'post', path: `${billing}/portal`, operationId: 'openPortal' },
    summary: 'Change card or address: answers with the page on which to do it',
    answers: goThere,
    problems: [409, 503],
  },
  {
    ...{ ...always, method: 'post', path: `${billing}/cancel`, operationId: 'cancelSubscription' },
    summary: 'Do not renew: everything works until the end of what is paid',
    answers: asItIs,
    problems: [409, 503],
  },
  {
    ...{ ...own, method: 'post', path: `${billing}/resume`, operationId: 'resumeSubscription' },
    summary: 'Take a cancellation back before it takes effect',
    answers: asItIs,
    problems: [409, 503],
  },
  {
    ...{ ...always, method: 'post', path: `${billing}/end`, operationId: 'endSubscription' },
    summary: 'End a plan at once that has stopped already (unpaid, paused, incomplete, overdue), to buy another',
    answers: asItIs,
    problems: [409, 503],
  },
  {
    ...{ ...own, method: 'post', path: `${billing}/plan`, operationId: 'changePlan' },
    summary: 'Change to another plan. What is already paid counts',
    body: changePlanSchema,
    answers: asItIs,
    problems: [409, 503],
  },
  {
    ...{ ...always, method: 'get', path: `${billing}/invoices`, operationId: 'listInvoices' },
    summary: 'Invoices, newest first',
    query: invoiceQuerySchema,
    answers: { 200: { description: 'One page', body: invoicePageSchema } },
    problems: [503],
  },
  {
    ...{ tag: 'Webhooks', security: 'none', method: 'post', path: '/webhooks/stripe', operationId: 'stripeWebhook' },
    summary: 'For Stripe alone. Takes snapshot and thin events whose signature is right',
    body: 'application/json',
    answers: { 200: { description: 'Stored', body: z.object({ received: z.literal(true) }) } },
    problems: [400, 404, 503],
  },
];

const ADMINS: Operation[] = [
  {
    ...{ ...admin, method: 'get', path: '/api/v1/admin/billing/customers', operationId: 'findCustomers' },
    summary: 'Find a customer',
    query: customerQuerySchema,
    answers: { 200: { description: 'Who it may be', body: foundCustomerListSchema } },
  },
  {
    ...{ ...admin, method: 'get', path: '/api/v1/admin/billing/plans', operationId: 'listGrantablePlans' },
    summary: 'Plans that can be granted',
    answers: { 200: { description: 'All', body: grantablePlanListSchema } },
  },
  {
    ...{ ...admin, method: 'get', path: '/api/v1/admin/billing/events', operationId: 'listWebhookEvents' },
    summary: 'What Stripe sent, and what became of it',
    query: webhookEventQuerySchema,
    answers: { 200: { description: 'One page', body: webhookEventPageSchema } },
  },
  {
    ...{ ...admin, method: 'post', path: '/api/v1/admin/billing/events/{event}/retry' },
    operationId: 'retryWebhookEvent',
    summary: 'Work on an event of Stripe once more',
    pathParameters: { event: z.string().max(255) },
    answers: { 204: { description: 'It waits for its turn' } },
  },
  {
    ...{ ...admin, method: 'post', path: '/api/v1/admin/billing/reconcile', operationId: 'reconcileBilling' },
    summary: 'Compare everything with Stripe now',
    answers: { 200: { description: 'What came of it', body: reconcileReportSchema } },
    problems: [409, 503],
  },
  {
    ...{ ...admin, method: 'get', path: `${account}/billing`, operationId: 'getAccountBilling' },
    summary: 'Everything about the money of one account, with the history of what it may do, and why',
    pathParameters: id,
    answers: { 200: { description: 'As of now', body: accountBillingSchema } },
  },
  {
    ...{ ...admin, method: 'post', path: `${account}/billing/refresh`, operationId: 'refreshAccountBilling' },
    summary: 'Ask Stripe about this account now',
    pathParameters: id,
    answers: accountAsItIs,
    problems: [409, 503],
  },
  {
    ...{ ...admin, method: 'post', path: `${account}/billing/resend`, operationId: 'resendBillingNotice' },
    summary: 'Send the newest notice about billing once more',
    pathParameters: id,
    answers: accountAsItIs,
    problems: [409],
  },
  {
    ...{ ...admin, method: 'post', path: `${account}/grants`, operationId: 'grantPlan' },
    summary: 'Give an account a plan for nothing',
    pathParameters: id,
    body: createGrantSchema,
    answers: { 201: { description: 'The account as it is now', body: accountBillingSchema } },
  },
  {
    ...{ ...admin, method: 'post', path: `${account}/grants/{grant}/revoke`, operationId: 'revokeGrant' },
    summary: 'Take such a plan back',
    pathParameters: { ...id, grant: z.uuid() },
    answers: accountAsItIs,
  },
];

/** Routes about money: the streamer's own, the admin's, and the one for Stripe. */
export const BILLING: readonly Operation[] = [...OWN, ...ADMINS];

/** Schemas of theirs that the document names. */
export const BILLING_SCHEMAS = [
  [planListSchema, 'PlanList'],
  [billingSchema, 'Billing'],
  [invoicePageSchema, 'InvoicePage'],
  [redirectSchema, 'Redirect'],
  [accountBillingSchema, 'AccountBilling'],
  [foundCustomerListSchema, 'CustomerList'],
  [webhookEventPageSchema, 'WebhookEventPage'],
] as const;
