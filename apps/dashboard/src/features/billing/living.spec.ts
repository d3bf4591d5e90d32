import { expect, it } from 'vitest';
import { SUBSCRIPTION_STATES, type SubscriptionView } from '#libs/contracts';
import { livingOf } from './living.js';

const subscription = (status: SubscriptionView['status'], endedAt: string | null = null): SubscriptionView => ({
  ...{ id: 'sub_1', status, planId: 'monthly', price: null, interval: null, startedAt: '2026-03-01T00:00:00.000Z' },
  ...{ currentPeriodEnd: null, trialEnd: null, endsAt: null, endedAt, stalled: false },
});

it('whoever lapsed has no subscription that stands in the way of another', () => {
  const living = SUBSCRIPTION_STATES.filter((status) => livingOf({ subscription: subscription(status) }));
  expect(living).toEqual(['trialing', 'active', 'past_due', 'unpaid', 'paused']);
  expect(livingOf({ subscription: subscription('active', '2026-03-02T00:00:00.000Z') })).toBeUndefined();
  expect(livingOf({ subscription: null })).toBeUndefined();
  expect(livingOf(undefined)).toBeUndefined();
});
