import type { Allowance } from '#libs/contracts';

/** A plan of the configuration. */
export interface PlanDefinition {
  id: string;
  name: string;
  description: string;
  /** Prices at the provider: the first is sold, the others are still honoured. None: it can only be granted. */
  prices: readonly string[];
  allows: Allowance;
}

/** What is sold here and on what terms. */
export interface BillingPolicy {
  plans: readonly PlanDefinition[];
  trial: { days: number; card: boolean; plan: PlanDefinition } | null;
  /** After a payment failed everything goes on for so long, ms. */
  graceMs: number;
  /** Everybody has this plan, because nothing is sold. */
  everybody: PlanDefinition | null;
}

export const NOTHING_ALLOWED: Allowance = { widgets: 0, historyDays: 0, priority: 0 };

/** The trial counts as a plan: it can be granted, and it has a name. */
export function allPlans(policy: BillingPolicy): PlanDefinition[] {
  const extra = [policy.trial?.plan, policy.everybody].filter((plan) => plan != null);
  const known = new Map([...policy.plans, ...extra].map((plan) => [plan.id, plan]));
  return [...known.values()];
}

export function planById(policy: BillingPolicy, id: string): PlanDefinition | undefined {
  return allPlans(policy).find((plan) => plan.id === id);
}

export function planOfPrice(policy: BillingPolicy, price: string | null): PlanDefinition | undefined {
  return price === null ? undefined : policy.plans.find((plan) => plan.prices.includes(price));
}

/** How far back an account may look, in days; null: as far as there is something. A plan that ended keeps what it showed. */
export function historyDaysOf(
  policy: BillingPolicy,
  entitlement: { active: boolean; planId: string | null; allows: Allowance } | undefined,
): number | null {
  if (!entitlement) return null;
  const { active, planId, allows } = entitlement;
  if (active) return allows.historyDays;
  return (planId === null ? undefined : planById(policy, planId))?.allows.historyDays ?? null;
}

/** So many widgets may be prepared without a plan in force: what the smallest plan allows. null: no limit. */
export function fewestWidgets(policy: BillingPolicy): number | null {
  const limits = allPlans(policy).flatMap(({ allows }) => allows.widgets ?? []);
  return limits.length === 0 ? null : Math.min(...limits);
}

const rank = (limit: number | null) => limit ?? Number.POSITIVE_INFINITY;

/** Above zero: `one` allows more. */
export function compareAllowances(one: Allowance, two: Allowance): number {
  const differences = [
    one.priority - two.priority,
    ...[rank(one.widgets) - rank(two.widgets), rank(one.historyDays) - rank(two.historyDays)],
  ];
  // Infinity minus Infinity is no number: both are unlimited.
  return differences.find((difference) => difference !== 0 && !Number.isNaN(difference)) ?? 0;
}
