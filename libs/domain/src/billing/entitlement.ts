import type { Allowance, EntitlementCause } from '#libs/contracts';
import {
  compareAllowances,
  NOTHING_ALLOWED,
  planById,
  planOfPrice,
  type BillingPolicy,
  type PlanDefinition,
} from './plans.js';
import type { GrantFacts, SubscriptionFacts } from './subscription-facts.js';

/** What an account may do now, and why. */
export interface Entitlement {
  active: boolean;
  cause: EntitlementCause;
  planId: string | null;
  allows: Allowance;
  /** The subscription or grant it rests on; of an inactive one: the one that ended it. */
  source: string | null;
  /** When it stops unless something happens, ms. */
  until: number | null;
}

export interface EntitlementFacts {
  subscriptions: readonly SubscriptionFacts[];
  grants: readonly GrantFacts[];
  policy: BillingPolicy;
  /** ms, of the provider's clock. */
  now: number;
}

type Verdict = Omit<Entitlement, 'allows' | 'planId'> & { plan: PlanDefinition | undefined; startedAt: number };

const never: Entitlement = {
  ...{ active: false, cause: 'never', planId: null, allows: NOTHING_ALLOWED, source: null, until: null },
};

function on(cause: EntitlementCause, until: number | null) {
  return { active: true, cause, until };
}
const off = (cause: EntitlementCause) => ({ active: false, cause, until: null });

/**
 * The end of the time that is left after a payment failed. Where nothing is known to be owed the benefit of the doubt
 * is theirs: it never counts from when they came.
 */
export function graceEnd(subscription: SubscriptionFacts, policy: BillingPolicy): number {
  return (subscription.overdueSince ?? subscription.currentPeriodEnd ?? subscription.startedAt) + policy.graceMs;
}

function judgeStatus(subscription: SubscriptionFacts, { policy, now }: EntitlementFacts) {
  const { status, endsAt, trialEnd } = subscription;
  if ((status === 'active' || status === 'trialing') && endsAt !== null && endsAt <= now) return off('canceled');
  if (status === 'active') return on('subscription', endsAt);
  if (status === 'trialing') return on('trial', endsAt ?? trialEnd);
  if (status === 'past_due') {
    const end = Math.min(graceEnd(subscription, policy), endsAt ?? Number.POSITIVE_INFINITY);
    return now < end ? on('grace', end) : off('payment-overdue');
  }
  if (status === 'unpaid') return off('unpaid');
  if (status === 'paused') return off('paused');
  return off(status === 'canceled' ? 'canceled' : 'incomplete');
}

/** It is charged again and again until somebody ends it. */
export function chargesOn({ status, endsAt }: SubscriptionFacts): boolean {
  return endsAt === null && (status === 'active' || status === 'trialing' || status === 'past_due');
}

/** Those that count here, whatever their state: the others were bought elsewhere. */
export function soldHere(facts: EntitlementFacts): SubscriptionFacts[] {
  return facts.subscriptions.filter((one) => judge(one, facts) !== undefined);
}

function judge(subscription: SubscriptionFacts, facts: EntitlementFacts): Verdict | undefined {
  const { policy } = facts;
  const known = planOfPrice(policy, subscription.priceId);
  // Somebody who pays an old price keeps what the first plan gives; what was bought elsewhere is none of ours.
  const plan = known ?? (subscription.ours ? policy.plans[0] : undefined);
  if (!plan) return undefined;
  const verdict = judgeStatus(subscription, facts);
  const isTrial = verdict.cause === 'trial' && policy.trial !== null;
  const { id: source, startedAt } = subscription;
  return { ...verdict, plan: isTrial ? policy.trial?.plan : plan, source, startedAt };
}

function judgeGrant(grant: GrantFacts, { policy, now }: EntitlementFacts): Verdict | undefined {
  const over = grant.revokedAt !== null || (grant.endsAt !== null && grant.endsAt <= now);
  const plan = planById(policy, grant.planId) ?? policy.plans[0];
  if (over || !plan) return undefined;
  return { ...on('grant', grant.endsAt), plan, source: `grant ${grant.id}`, startedAt: 0 };
}

const last = (until: number | null) => until ?? Number.POSITIVE_INFINITY;

/** Better ones first: on before off, then what allows more, then what lasts longer, then what began later. */
function compare(one: Verdict, two: Verdict): number {
  if (one.active !== two.active) return one.active ? -1 : 1;
  if (one.active) {
    const more = compareAllowances(two.plan?.allows ?? NOTHING_ALLOWED, one.plan?.allows ?? NOTHING_ALLOWED);
    if (more !== 0) return more;
    if (last(one.until) !== last(two.until)) return last(one.until) > last(two.until) ? -1 : 1;
  }
  if (one.startedAt !== two.startedAt) return two.startedAt - one.startedAt;
  return (one.source ?? '') < (two.source ?? '') ? -1 : 1;
}

/** The best of everything the account has. The order in which things became known plays no part. */
export function decideEntitlement(facts: EntitlementFacts): Entitlement {
  const verdicts = [
    ...facts.subscriptions.map((subscription) => judge(subscription, facts)),
    ...facts.grants.map((grant) => judgeGrant(grant, facts)),
  ].filter((verdict) => verdict !== undefined);
  const [best] = verdicts.sort(compare);
  const { everybody } = facts.policy;
  if (!best?.active && everybody) {
    const { id, allows } = everybody;
    return { active: true, cause: 'self-hosted', planId: id, allows, source: null, until: null };
  }
  if (!best) return never;
  const { plan, startedAt: _startedAt, ...rest } = best;
  return { ...rest, planId: plan?.id ?? null, allows: (rest.active && plan?.allows) || NOTHING_ALLOWED };
}

/** When the same facts would be judged differently; null: never. */
export function nextChange(facts: EntitlementFacts): number | null {
  const { subscriptions, grants, policy, now } = facts;
  const times = [
    ...subscriptions.flatMap((one) => {
      if (one.status === 'past_due') return [graceEnd(one, policy), one.endsAt];
      if (one.status === 'active' || one.status === 'trialing') return [one.endsAt, one.trialEnd];
      return [];
    }),
    ...grants.filter((grant) => grant.revokedAt === null).map((grant) => grant.endsAt),
  ].filter((time) => time !== null && time > now);
  return times.length === 0 ? null : Math.min(...(times as number[]));
}

/** The subscription that matters most to its owner, whatever its state. */
export function mainSubscription(facts: EntitlementFacts): SubscriptionFacts | undefined {
  const judged = facts.subscriptions
    .map((subscription) => ({ subscription, verdict: judge(subscription, facts) }))
    .filter((pair): pair is { subscription: SubscriptionFacts; verdict: Verdict } => pair.verdict !== undefined);
  return judged.sort((one, two) => compare(one.verdict, two.verdict))[0]?.subscription;
}
