import type {
  AccountBilling,
  Billing,
  EntitlementView,
  FoundCustomerList,
  SubscriptionView,
  WebhookEvent,
} from '#libs/contracts';
import {
  decideEntitlement,
  isOver,
  mainSubscription,
  NOTHING_ALLOWED,
  planById,
  planOfPrice,
  type AccountMoney,
  type BillingPolicy,
  type EntitlementFacts,
  type StoredEntitlement,
  type SubscriptionFacts,
  type WebhookRecord,
} from '#libs/domain';

const time = (ms: number) => new Date(ms).toISOString();
const maybe = (ms: number | null) => (ms === null ? null : time(ms));

/** The facts of an account as its entitlement is decided on. */
export function factsOf(money: AccountMoney, policy: BillingPolicy, now = Date.now()): EntitlementFacts {
  const offset = money.entitlement?.clockOffsetMs ?? 0;
  return { subscriptions: money.subscriptions, grants: money.grants, policy, now: now + offset };
}

/** An account that was never looked at counts as what it would be if it were. */
export function entitlementOf(money: AccountMoney, policy: BillingPolicy): StoredEntitlement {
  if (money.entitlement) return money.entitlement;
  const now = Date.now();
  return { ...decideEntitlement(factsOf(money, policy, now)), since: now, notices: [], clockOffsetMs: 0 };
}

/** Buying now would begin with a trial: nothing was bought before. `known`: they have had one with another account. */
export function trialAvailable(money: AccountMoney, policy: BillingPolicy, known: boolean): boolean {
  const begun = money.subscriptions.some(({ status }) => status !== 'incomplete' && status !== 'incomplete_expired');
  return policy.trial !== null && !begun && !known;
}

function toEntitlementView(entitlement: StoredEntitlement, policy: BillingPolicy): EntitlementView {
  const { active, cause, planId, allows, since, until } = entitlement;
  const plan = planId === null ? undefined : planById(policy, planId);
  const named = planId === null ? null : { id: planId, name: plan?.name ?? planId };
  return { active, cause, plan: named, allows: allows ?? NOTHING_ALLOWED, since: time(since), until: maybe(until) };
}

/** Of several subscriptions of one account. */
function subscriptionViews(money: AccountMoney, policy: BillingPolicy): (facts: SubscriptionFacts) => SubscriptionView {
  const stalled = new Set(stalledSubscriptions(money, policy).map(({ id }) => id));
  return (facts) => ({ ...toSubscriptionView(facts, policy), stalled: stalled.has(facts.id) });
}

function toSubscriptionView(facts: SubscriptionFacts, policy: BillingPolicy): Omit<SubscriptionView, 'stalled'> {
  return {
    ...{ id: facts.id, status: facts.status, planId: planOfPrice(policy, facts.priceId)?.id ?? null },
    ...{ price: facts.price, interval: facts.interval, startedAt: time(facts.startedAt) },
    ...{ currentPeriodEnd: maybe(facts.currentPeriodEnd), trialEnd: maybe(facts.trialEnd) },
    ...{ endsAt: maybe(facts.endsAt), endedAt: maybe(facts.endedAt) },
  };
}

/** What a view depends on beside the money itself. */
export interface BillingTerms {
  policy: BillingPolicy;
  /** Something is sold here. */
  enabled: boolean;
  /** They have had a trial, perhaps with another account. */
  tried: boolean;
}

export function toBilling(money: AccountMoney, { policy, enabled, tried }: BillingTerms): Billing {
  const entitlement = entitlementOf(money, policy);
  // One that goes on can be changed or ended, so it is shown before one that is over.
  const main = livingSubscription(money, policy) ?? mainSubscription(factsOf(money, policy));
  return {
    enabled,
    entitlement: toEntitlementView(entitlement, policy),
    subscription: main ? subscriptionViews(money, policy)(main) : null,
    notices: entitlement.notices.map(({ kind, until, payUrl }) => ({ kind, until: maybe(until), payUrl })),
    customer: money.customers.length > 0,
    trialAvailable: enabled && trialAvailable(money, policy, tried),
  };
}

export function toAccountBilling(money: AccountMoney, terms: BillingTerms): AccountBilling {
  const { policy } = terms;
  const checked = money.customers.map(({ checkedAt }) => checkedAt).filter((at) => at !== null);
  return {
    ...{ accountId: money.accountId, email: money.email, billing: toBilling(money, terms) },
    customerId: money.customers[0]?.customerId ?? null,
    subscriptions: money.subscriptions.map(subscriptionViews(money, policy)),
    grants: money.grants.map(({ createdAt, endsAt, revokedAt, ...grant }) => ({
      ...{ ...grant, createdAt: time(createdAt), endsAt: maybe(endsAt), revokedAt: maybe(revokedAt) },
    })),
    history: money.history.map(({ at, ...change }) => ({ ...change, at: time(at) })),
    notices: money.notices.map(({ id, notice, createdAt, sends }) => ({
      ...{ id, kind: notice.kind, createdAt: time(createdAt), sends },
    })),
    checkedAt: checked.length === 0 ? null : time(Math.max(...checked)),
  };
}

export function toFound(money: AccountMoney, policy: BillingPolicy): FoundCustomerList['items'][number] {
  const { accountId, email, handle, customers } = money;
  const { active, cause, planId } = entitlementOf(money, policy);
  return { accountId, email, handle, customerId: customers[0]?.customerId ?? null, active, cause, planId };
}

export function toWebhookEvent(record: WebhookRecord): WebhookEvent {
  const { id, type, form, receivedAt, outcome, detail, attempts, accountId } = record;
  return { id, type, form, receivedAt: time(receivedAt), outcome, detail, attempts, accountId };
}

/** The one that can be changed: it is not over and was bought here. */
export function livingSubscription(money: AccountMoney, policy: BillingPolicy): SubscriptionFacts | undefined {
  const living = money.subscriptions.filter(({ status }) => !isOver(status) && status !== 'incomplete');
  return mainSubscription({ ...factsOf(money, policy), subscriptions: living });
}

const STALLED: readonly string[] = ['payment-overdue', 'unpaid', 'incomplete', 'paused'];

/** Those bought here that give nothing any more and are not over: they stand in the way, and can be ended at once. */
export function stalledSubscriptions(money: AccountMoney, policy: BillingPolicy): SubscriptionFacts[] {
  const facts = factsOf(money, { ...policy, everybody: null });
  return money.subscriptions.filter((one) => {
    const { cause } = decideEntitlement({ ...facts, subscriptions: [one], grants: [] });
    return !isOver(one.status) && one.endedAt === null && STALLED.includes(cause);
  });
}
