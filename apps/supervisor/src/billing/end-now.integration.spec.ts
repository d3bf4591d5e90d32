import { expect, it } from 'vitest';
import { useBillingWorld, type BillingWorld, type TestPayer } from '../../test/billing-world.js';

let world: BillingWorld;
useBillingWorld((started) => (world = started));

const end = (who: TestPayer) => world.call(who, 'POST', '/me/billing/end');

it.each(['unpaid', 'paused', 'incomplete'] as const)(
  'a plan that is %s is ended at once, also twice, and another is bought',
  async (status) => {
    const { who, customer } = await world.subscriber();
    world.subscriptionsOf(customer)[0]!.status = status;
    const ended = await world.act(who, 'end');
    expect(ended).toMatchObject({ entitlement: { active: false, cause: 'canceled' } });
    expect(world.subscriptionsOf(customer).map((one) => one.status)).toEqual(['canceled']);
    expect((await end(who)).status).toBe(200);
    await world.pay(await world.checkout(who, 'yearly'));
    await world.untilCause(who, 'subscription');
  },
);

it('a plan that is overdue is ended at once when its grace is over, and not before', async () => {
  const { who, customer } = await world.subscriber();
  world.failPayments(customer, 99);
  world.renew(customer);
  await world.untilCause(who, 'grace');
  expect((await end(who)).status).toBe(409);
  world.advance(3.1);
  await world.reconcile();
  await world.untilCause(who, 'payment-overdue');
  expect(world.subscriptionsOf(customer)[0]!.status).toBe('past_due');
  expect(await world.act(who, 'end')).toMatchObject({ entitlement: { active: false, cause: 'canceled' } });
  expect(world.subscriptionsOf(customer).map((one) => one.status)).toEqual(['canceled']);
  // The link in the mail leads to nothing that could still be paid.
  const invoices = [...world.simulator.world.store.invoices.values()].filter((one) => one.customer === customer);
  expect(invoices.map(({ status }) => status).filter((status) => status !== 'paid')).toEqual(['void']);
  world.failPayments(customer, 0);
  await world.pay(await world.checkout(who, 'yearly'));
  await world.untilCause(who, 'subscription');
});

it('what the page shows as stopped is what can be ended, also beside a given plan', async () => {
  const { who, customer } = await world.subscriber();
  expect((await world.billing(who)).subscription).toMatchObject({ stalled: false });
  world.failPayments(customer, 99);
  world.renew(customer);
  expect((await world.untilCause(who, 'grace')).subscription).toMatchObject({ status: 'past_due', stalled: false });
  await world.admin('POST', `/accounts/${who.id}/grants`, { plan: 'yearly', reason: 'a friend' });
  world.advance(3.1);
  await world.reconcile();
  const beside = await world.untilCause(who, 'grant');
  expect(beside.subscription).toMatchObject({ status: 'past_due', stalled: true });
  const { subscriptions } = await world.admin('GET', `/accounts/${who.id}/billing`);
  expect(subscriptions.map(({ stalled }) => stalled)).toEqual([true]);
  const ended = await world.act(who, 'end');
  expect(ended).toMatchObject({ entitlement: { cause: 'grant' }, subscription: { stalled: false } });
});

it('a plan in force is not ended, nor is anything while Stripe is away, nor where nothing was bought', async () => {
  const { who, customer } = await world.subscriber();
  const refused = await end(who);
  expect([refused.status, await refused.json()]).toMatchObject([409, { code: 'BILLING.STILL_ACTIVE' }]);
  expect(world.subscriptionsOf(customer)[0]!.status).toBe('trialing');
  world.subscriptionsOf(customer)[0]!.status = 'unpaid';
  world.simulator.api.failNext = 1000;
  const away = await end(who);
  world.simulator.api.failNext = 0;
  expect([away.status, JSON.stringify(await away.json())]).toEqual([503, expect.stringContaining('Try again')]);
  expect(world.subscriptionsOf(customer)[0]!.status).toBe('unpaid');
  const never = await end(await world.payer());
  expect([never.status, await never.json()]).toMatchObject([409, { code: 'BILLING.NO_SUBSCRIPTION' }]);
});
