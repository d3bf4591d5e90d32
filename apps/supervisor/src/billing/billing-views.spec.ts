import { expect, it } from 'vitest';
import type { AccountMoney, BillingPolicy, SubscriptionFacts } from '#libs/domain';
import { toBilling } from './billing-views.js';

const DAY = 86_400_000;
const allows = { widgets: 50, historyDays: 90, priority: 0 };
const policy: BillingPolicy = {
  plans: [{ id: 'monthly', name: 'Monthly', description: '', prices: ['price_1'], allows }],
  ...{ trial: null, graceMs: 3 * DAY, everybody: null },
};
const terms = { policy, enabled: true, tried: false };
function subscription(id: string, more: Partial<SubscriptionFacts>): SubscriptionFacts {
  return {
    ...{ id, customerId: 'cus_1', status: 'active', priceId: 'price_1', ours: true, price: null, interval: null },
    ...{ startedAt: 0, currentPeriodEnd: null, trialEnd: null, endsAt: null, endedAt: null },
    ...{ overdueSince: null, payUrl: null, ...more },
  };
}
function moneyOf(...subscriptions: SubscriptionFacts[]): AccountMoney {
  return {
    ...{ accountId: 'a', email: 'a@example.org', handle: null, customers: [], customersEver: 1, subscriptions },
    ...{ grants: [], entitlement: undefined, history: [], notices: [] },
  };
}

it('shows the subscription that goes on before one that is over, however late that began', () => {
  const owed = subscription('sub_owed', { status: 'past_due', overdueSince: DAY });
  const over = subscription('sub_over', { status: 'canceled', startedAt: 9 * DAY, endedAt: 10 * DAY });
  expect(toBilling(moneyOf(owed, over), terms).subscription?.id).toBe('sub_owed');
  expect(toBilling(moneyOf(over), terms).subscription?.id).toBe('sub_over');
});
