import { expect, it } from 'vitest';
import {
  SUBSCRIPTION_STATES,
  type EntitlementCause,
  type EntitlementView,
  type SubscriptionView,
} from '#libs/contracts';
import { livingOf, stalledOf } from './living.js';

const subscription = (status: SubscriptionView['status'], endedAt: string | null = null): SubscriptionView => ({
  ...{ id: 'sub_1', status, planId: 'monthly', price: null, interval: null, startedAt: '2026-03-01T00:00:00.000Z' },
  ...{ currentPeriodEnd: null, trialEnd: null, endsAt: null, endedAt },
});

it('whoever lapsed has no subscription that stands in the way of another', () => {
  const living = SUBSCRIPTION_STATES.filter((status) => livingOf({ subscription: subscription(status) }));
  expect(living).toEqual(['trialing', 'active', 'past_due', 'unpaid', 'paused']);
  expect(livingOf({ subscription: subscription('active', '2026-03-02T00:00:00.000Z') })).toBeUndefined();
  expect(livingOf({ subscription: null })).toBeUndefined();
  expect(livingOf(undefined)).toBeUndefined();
});

it('whoever has stopped without being over can end it, whoever still has time cannot', () => {
  const of = (status: SubscriptionView['status'], cause: EntitlementCause) =>
    stalledOf({ subscription: subscription(status), entitlement: { cause } as EntitlementView }) !== undefined;
  expect([of('unpaid', 'unpaid'), of('paused', 'paused'), of('incomplete', 'incomplete')]).toEqual([true, true, true]);
  expect([of('past_due', 'payment-overdue'), of('past_due', 'grace'), of('active', 'subscription')]).toEqual([
    ...[true, false, false],
  ]);
});
