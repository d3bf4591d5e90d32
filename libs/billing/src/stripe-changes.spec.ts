import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decideEntitlement, PaymentRefusedError, type SubscriptionFacts } from '#libs/domain';
import { DEMO_PRICES } from '../../../apps/stripe-simulator/src/index.js';
import { StripeWorld } from '../test/stripe-world.js';

let world: StripeWorld;
beforeEach(async () => {
  world = await StripeWorld.start();
});
afterEach(async () => {
  await world[Symbol.asyncDispose]();
});

async function look(customerId: string): Promise<SubscriptionFacts> {
  const [facts] = (await world.billing.customer(customerId)).subscriptions;
  if (!facts) throw new Error('there is no subscription');
  return facts;
}
const rowOf = ({ id }: SubscriptionFacts) => world.simulator.world.store.subscriptions.get(id)!;
function failPayments(customerId: string, times: number): void {
  world.simulator.world.store.customers.get(customerId)!.failNext = times;
}

describe('a cancellation on the portal, which names a day and leaves the flag alone', () => {
  async function leaving(): Promise<{ customerId: string; facts: SubscriptionFacts }> {
    const customerId = await world.subscribed();
    const portal = await world.billing.portal(customerId, 'http://localhost:3000/billing');
    const form = new URLSearchParams({ action: 'cancel', subscription: (await look(customerId)).id });
    await fetch(portal, { method: 'POST', body: form, redirect: 'manual' });
    const facts = await look(customerId);
    expect(rowOf(facts)).toMatchObject({ cancelAtPeriodEnd: false, cancelAt: rowOf(facts).periodEnd });
    expect(facts.endsAt).toBe(facts.currentPeriodEnd);
    return { customerId, facts };
  }

  it('is taken back', async () => {
    const { customerId, facts } = await leaving();
    await world.billing.change(facts.id, { kind: 'resume' });
    expect((await look(customerId)).endsAt).toBeNull();
    await world.advance(40);
    expect((await look(customerId)).status).toBe('active');
  });

  it('is taken back by a change of the plan', async () => {
    const { customerId, facts } = await leaving();
    await world.billing.change(facts.id, { kind: 'price', priceId: DEMO_PRICES.yearly });
    expect(await look(customerId)).toMatchObject({ priceId: DEMO_PRICES.yearly, endsAt: null });
  });

  it('ends the subscription on that day', async () => {
    const { customerId } = await leaving();
    await world.advance(32);
    expect((await look(customerId)).status).toBe('canceled');
  });
});

it('an own cancellation is taken back too', async () => {
  const customerId = await world.subscribed();
  const { id } = await look(customerId);
  await world.billing.change(id, { kind: 'cancel' });
  expect((await look(customerId)).endsAt).not.toBeNull();
  await world.billing.change(id, { kind: 'resume' });
  expect((await look(customerId)).endsAt).toBeNull();
});

describe('a plan that has stopped, and is to end at once', () => {
  const invoicesOf = (customerId: string) =>
    [...world.simulator.world.store.invoices.values()].filter(({ customer }) => customer === customerId);

  async function unpaid(): Promise<{ customerId: string; facts: SubscriptionFacts }> {
    const customerId = await world.subscribed();
    failPayments(customerId, 99);
    await world.advance(31);
    const facts = await look(customerId);
    expect(facts.status).toBe('past_due');
    expect(invoicesOf(customerId).filter(({ status }) => status === 'open')).toHaveLength(1);
    return { customerId, facts };
  }

  it('ends, and what is owed for it can be paid no more', async () => {
    const { customerId, facts } = await unpaid();
    await world.billing.change(facts.id, { kind: 'end-stopped' });
    expect(rowOf(facts).status).toBe('canceled');
    expect(invoicesOf(customerId).map(({ status }) => status)).toEqual(expect.arrayContaining(['paid', 'void']));
    expect(invoicesOf(customerId).filter(({ status }) => status === 'open')).toEqual([]);
  });

  it('stays when it was paid a moment ago', async () => {
    const { customerId, facts } = await unpaid();
    failPayments(customerId, 0);
    rowOf(facts).status = 'active';
    const invoices = invoicesOf(customerId).map(({ status }) => status);
    await world.billing.change(facts.id, { kind: 'end-stopped' });
    expect(rowOf(facts).status).toBe('active');
    expect(invoicesOf(customerId).map(({ status }) => status)).toEqual(invoices);
  });
});

it('a dearer plan that cannot be paid leaves the one that was paid as it is', async () => {
  const customerId = await world.subscribed();
  const before = await look(customerId);
  failPayments(customerId, 1);
  const dearer = { kind: 'price', priceId: DEMO_PRICES.yearly } as const;
  await expect(world.billing.change(before.id, dearer)).rejects.toThrow(PaymentRefusedError);
  expect(await look(customerId)).toEqual(before);
  await world.billing.change(before.id, dearer);
  expect(await look(customerId)).toMatchObject({ status: 'active', priceId: DEMO_PRICES.yearly });
});

describe('somebody who owes, while no invoice is open', () => {
  const DAY = 86_400_000;
  const allows = { widgets: 5, historyDays: 5, priority: 0 };
  const plan = { id: 'm', name: 'm', description: '', prices: [DEMO_PRICES.monthly], allows };
  const policy = { plans: [plan], trial: null, graceMs: 3 * DAY, everybody: null };

  async function overdue(): Promise<string> {
    const customerId = await world.subscribed();
    failPayments(customerId, 1);
    await world.advance(31);
    expect((await look(customerId)).status).toBe('past_due');
    return customerId;
  }
  async function isServed(customerId: string): Promise<boolean> {
    const { subscriptions, now } = await world.billing.customer(customerId);
    return decideEntitlement({ subscriptions, grants: [], policy, now }).active;
  }

  it('is served when they pay in the middle of the reading', async () => {
    const customerId = await overdue();
    const { api, subscriptions, world: inside } = world.simulator;
    const handle = api.handle.bind(api);
    api.handle = (request) => {
      if (request.path === '/v1/invoices') {
        for (const one of inside.store.invoices.values()) if (one.status === 'open') subscriptions.collect(one);
      }
      return handle(request);
    };
    expect(await isServed(customerId)).toBe(true);
    expect(await look(customerId)).toMatchObject({ status: 'active', overdueSince: null });
  });

  it('has owed since the last invoice when it was written off, not since they came', async () => {
    const customerId = await overdue();
    const invoice = [...world.simulator.world.store.invoices.values()].find(({ status }) => status === 'open')!;
    invoice.status = 'uncollectible';
    expect(await look(customerId)).toMatchObject({ status: 'past_due', overdueSince: invoice.created * 1000 });
    await world.advance(1);
    expect(await isServed(customerId)).toBe(true);
    await world.advance(2.5);
    expect(await isServed(customerId)).toBe(false);
  });
});
