import type { PlanSetting } from './billing-keys.js';
import type { Environment } from './schema.js';

/** What an account on the self-hosted plan may do. */
const FULL: PlanSetting = {
  id: 'full',
  name: 'Full',
  description: 'Everything',
  widgets: null,
  historyDays: null,
  priority: 0,
};
const PAID = { widgets: 50, historyDays: 365, priority: 1 };
const TRIAL: PlanSetting = { id: 'trial', name: 'Trial', description: '', widgets: 20, historyDays: 30, priority: 0 };

const isLoopback = (url: string) => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(url).hostname);
const sells = (plan: PlanSetting) => plan.price !== undefined;

/** Whoever knows the number of a test card would have a plan for nothing. */
function testMoney(environment: Environment): string[] {
  const { NODE_ENV, STRIPE_SECRET_KEY, STRIPE_API_URL, STRIPE_ALLOW_TEST } = environment;
  if (NODE_ENV !== 'production' || STRIPE_ALLOW_TEST) return [];
  const problems: string[] = [];
  const way = 'Set STRIPE_ALLOW_TEST=1 if that is meant, to try it out.';
  if (STRIPE_SECRET_KEY?.includes('_test_')) {
    problems.push(`STRIPE_SECRET_KEY is of test mode: in production test cards would buy plans. ${way}`);
  }
  if (STRIPE_API_URL !== undefined && new URL(STRIPE_API_URL).origin !== 'https://api.stripe.com') {
    problems.push(`STRIPE_API_URL is not Stripe: in production another server would say who has paid. ${way}`);
  }
  return problems;
}

function withStripe(environment: Environment): string[] {
  const { STRIPE_WEBHOOK_SECRET, STRIPE_PRICE_ID, STRIPE_API_URL, PLANS, SELF_HOSTED_PLAN } = environment;
  const problems = testMoney(environment);
  if (STRIPE_WEBHOOK_SECRET === undefined) {
    problems.push('STRIPE_WEBHOOK_SECRET is missing: STRIPE_SECRET_KEY needs it. Stripe shows it beside the endpoint.');
  }
  if (STRIPE_PRICE_ID === undefined && !PLANS?.some(sells)) {
    problems.push('STRIPE_PRICE_ID is missing: STRIPE_SECRET_KEY needs something to sell. Or name prices in PLANS.');
  }
  if (STRIPE_PRICE_ID !== undefined && PLANS?.some(sells)) {
    problems.push('STRIPE_PRICE_ID and PLANS both name prices. Remove one of them.');
  }
  if (SELF_HOSTED_PLAN !== undefined) {
    problems.push('SELF_HOSTED_PLAN is for servers without Stripe. Remove it, or remove STRIPE_SECRET_KEY.');
  }
  if (STRIPE_API_URL?.startsWith('http:') && !isLoopback(STRIPE_API_URL)) {
    problems.push(
      'STRIPE_API_URL must start with https:// unless it is on this machine: the secret key is sent there.',
    );
  }
  return problems;
}

function withoutStripe(environment: Environment): string[] {
  const needed = (['STRIPE_WEBHOOK_SECRET', 'STRIPE_PRICE_ID', 'STRIPE_API_URL'] as const).filter(
    (key) => environment[key] !== undefined,
  );
  const problems = needed.map((key) => `${key} is set, but STRIPE_SECRET_KEY is missing. Set both or neither.`);
  if (environment.STRIPE_AUTOMATIC_TAX) problems.push('STRIPE_AUTOMATIC_TAX is set, but STRIPE_SECRET_KEY is missing.');
  if (environment.PLANS?.some(sells)) problems.push('PLANS names prices, but STRIPE_SECRET_KEY is missing.');
  const { SELF_HOSTED_PLAN: chosen, PLANS: plans = [FULL] } = environment;
  if (chosen !== undefined && chosen !== 'none' && !plans.some(({ id }) => id === chosen)) {
    problems.push(
      `SELF_HOSTED_PLAN is "${chosen}", which is no plan. Known: ${plans.map(({ id }) => id).join(', ')}, none.`,
    );
  }
  return problems;
}

/** Combinations that cannot be meant. */
export function billingProblems(environment: Environment): string[] {
  return environment.STRIPE_SECRET_KEY === undefined ? withoutStripe(environment) : withStripe(environment);
}

function toPlan({ id, name, description, price, widgets, historyDays, priority }: PlanSetting) {
  const prices = price === undefined ? [] : [price].flat();
  return { id, name, description, prices, allows: { widgets, historyDays, priority } };
}

function soldPlans({ PLANS, STRIPE_PRICE_ID: ids = [] }: Environment): PlanSetting[] {
  if (PLANS?.some(sells)) return PLANS;
  const plans = [
    { id: 'monthly', name: 'Monthly', description: 'Everything, paid month by month', ...PAID },
    { id: 'yearly', name: 'Yearly', description: 'Everything, paid year by year', ...PAID },
  ];
  return [...plans.flatMap((plan, index) => (ids[index] ? [{ ...plan, price: ids[index] }] : [])), ...(PLANS ?? [])];
}

function selfHosted(environment: Environment) {
  const plans = (environment.PLANS ?? [FULL]).map(toPlan);
  const chosen = environment.SELF_HOSTED_PLAN;
  const everybody = chosen === 'none' ? null : ((chosen && plans.find(({ id }) => id === chosen)) ?? plans[0] ?? null);
  return { plans, trial: null, everybody: everybody || null };
}

function sold(environment: Environment) {
  const { TRIAL_DAYS: days, TRIAL_CARD: card } = environment;
  const all = soldPlans(environment).map(toPlan);
  const trialPlan = all.find(({ id }) => id === 'trial') ?? toPlan(TRIAL);
  const plans = all.filter(({ id }) => id !== 'trial');
  return { plans, trial: days > 0 ? { days, card, plan: trialPlan } : null, everybody: null };
}

/** What the supervisor needs to know about money. */
export function billing(environment: Environment) {
  const { STRIPE_SECRET_KEY: secretKey, STRIPE_API_URL: apiUrl, STRIPE_WEBHOOK_SECRET: webhookSecrets } = environment;
  const stripe =
    secretKey === undefined
      ? undefined
      : { secretKey, apiUrl, webhookSecrets: webhookSecrets ?? [], automaticTax: environment.STRIPE_AUTOMATIC_TAX };
  const terms = stripe ? sold(environment) : selfHosted(environment);
  return {
    stripe,
    policy: { ...terms, graceMs: environment.BILLING_GRACE_MS },
    reconcileMs: environment.BILLING_RECONCILE_MS,
    /** That nothing is sold here is said, and not just the lack of a key. */
    selfHostedMeant: stripe === undefined && environment.SELF_HOSTED_PLAN !== undefined,
  };
}
