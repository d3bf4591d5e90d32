import { describe, expect, it } from 'vitest';
import { billing } from './billing.js';
import { readEnvironment } from './load.js';

const KEYS = {
  ...{ STRIPE_SECRET_KEY: 'sk_test_abcd', STRIPE_WEBHOOK_SECRET: 'whsec_12345678' },
  STRIPE_PRICE_ID: 'price_m,price_y',
};
const of = (variables: Record<string, string>) => billing(readEnvironment(variables));

describe('configuration of billing', () => {
  it('is self-hosted without Stripe: everybody has everything', () => {
    const { stripe, policy } = of({});
    expect(stripe).toBeUndefined();
    expect(policy.everybody).toMatchObject({ id: 'full', allows: { widgets: null, historyDays: null } });
    expect(of({ SELF_HOSTED_PLAN: 'none' }).policy.everybody).toBeNull();
    const PLANS = '[{"id":"small","name":"Small","widgets":3},{"id":"big","name":"Big"}]';
    expect(of({ PLANS }).policy.everybody?.id).toBe('small');
    expect(of({ PLANS, SELF_HOSTED_PLAN: 'big' }).policy.everybody?.id).toBe('big');
  });

  it('sells a monthly and a yearly plan with a trial', () => {
    const { stripe, policy } = of(KEYS);
    expect(stripe?.webhookSecrets).toEqual(['whsec_12345678']);
    expect(policy.plans.map(({ id, prices }) => [id, ...prices])).toEqual([
      ['monthly', 'price_m'],
      ['yearly', 'price_y'],
    ]);
    expect(policy).toMatchObject({ everybody: null, graceMs: 259_200_000, trial: { days: 14, card: false } });
    expect(of({ ...KEYS, TRIAL_DAYS: '0' }).policy.trial).toBeNull();
  });

  it('takes plans of all kinds', () => {
    const { STRIPE_PRICE_ID: _none, ...keys } = KEYS;
    const PLANS = JSON.stringify([
      { id: 'pro', name: 'Pro', price: ['price_new', 'price_old'], widgets: 9, priority: 2 },
      { id: 'crew', name: 'Crew' },
      { id: 'trial', name: 'Try it', widgets: 1 },
    ]);
    const { policy } = of({ ...keys, PLANS });
    expect(policy.plans).toMatchObject([
      { id: 'pro', prices: ['price_new', 'price_old'], allows: { widgets: 9, historyDays: null, priority: 2 } },
      { id: 'crew', prices: [] },
    ]);
    expect(policy.trial?.plan).toMatchObject({ name: 'Try it', allows: { widgets: 1 } });
  });

  it.each([
    ['STRIPE_SECRET_KEY', { ...KEYS, STRIPE_SECRET_KEY: 'pk_test_public' }],
    ['STRIPE_WEBHOOK_SECRET', { ...KEYS, STRIPE_WEBHOOK_SECRET: '' }],
    ['STRIPE_WEBHOOK_SECRET', { ...KEYS, STRIPE_WEBHOOK_SECRET: 'whsec_11111111,whsec_22222222,whsec_33333333' }],
    ['STRIPE_PRICE_ID', { ...KEYS, STRIPE_PRICE_ID: '' }],
    ['STRIPE_PRICE_ID', { ...KEYS, STRIPE_PRICE_ID: 'prod_123' }],
    ['STRIPE_PRICE_ID and PLANS', { ...KEYS, PLANS: '[{"id":"a","name":"A","price":"price_a"}]' }],
    ['SELF_HOSTED_PLAN', { ...KEYS, SELF_HOSTED_PLAN: 'none' }],
    ['STRIPE_API_URL', { ...KEYS, STRIPE_API_URL: 'http://stripe.example.org' }],
    ['STRIPE_SECRET_KEY is missing', { STRIPE_WEBHOOK_SECRET: 'whsec_12345678' }],
    ['STRIPE_API_URL', { STRIPE_API_URL: 'http://127.0.0.1:1' }],
    ['PLANS', { PLANS: '[{"id":"a","name":"A","price":"price_a"}]' }],
    ['PLANS', { PLANS: '[{"id":"a","name":"A"},{"id":"a","name":"B"}]' }],
    ['PLANS', { PLANS: 'monthly' }],
    ['SELF_HOSTED_PLAN', { SELF_HOSTED_PLAN: 'gold' }],
  ])('names %s when it cannot be meant', (key, variables) => {
    expect(() => readEnvironment(variables)).toThrow(key);
  });
});

it('knows whether a server without Stripe is meant to be one', () => {
  expect(of({}).selfHostedMeant).toBe(false);
  expect(of({ SELF_HOSTED_PLAN: 'none' }).selfHostedMeant).toBe(true);
  expect(of(KEYS).selfHostedMeant).toBe(false);
});

describe('test money', () => {
  const production = {
    ...{ ...KEYS, NODE_ENV: 'production', DATABASE_URL: 'postgres://db', REDIS_URL: 'redis://redis' },
    ...{ OPERATOR_TOKEN: 'o'.repeat(32), HEALTH_TOKEN: 'h'.repeat(32), SESSION_SECRET: 's'.repeat(32) },
    ENCRYPTION_KEY: 'e'.repeat(32),
  };
  const problemsOf = (variables: Record<string, string>): string => {
    try {
      readEnvironment({ ...production, ...variables });
      return '';
    } catch (error) {
      return String(error);
    }
  };

  it('is refused in production, in every form', () => {
    expect(problemsOf({})).toContain('STRIPE_SECRET_KEY is of test mode');
    expect(problemsOf({ STRIPE_SECRET_KEY: 'rk_test_abcd' })).toContain('STRIPE_SECRET_KEY is of test mode');
    const elsewhere = { STRIPE_SECRET_KEY: 'sk_live_abcd', STRIPE_API_URL: 'https://stripe.example.org' };
    expect(problemsOf(elsewhere)).toContain('STRIPE_API_URL is not Stripe');
  });

  it('is taken when that is said, and live money always', () => {
    for (const variables of [{ STRIPE_ALLOW_TEST: '1' }, { STRIPE_SECRET_KEY: 'sk_live_abcd' }]) {
      expect(problemsOf(variables as Record<string, string>)).not.toContain('STRIPE');
    }
    expect(() => of(KEYS)).not.toThrow();
  });
});
