import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ProviderRefusedError, ProviderUnavailableError, UnknownCustomerError } from '#libs/domain';
import type { SubscriptionGlimpse } from '#libs/domain';
import { DEMO_PRICES, DEMO_PROMOTION, TEST_CARDS } from '../../../apps/stripe-simulator/src/index.js';
import { SECRET_KEY, START, StripeWorld } from '../test/stripe-world.js';
import { StripeBilling } from './stripe-billing.js';

async function everyLiving(world: StripeWorld): Promise<SubscriptionGlimpse[]> {
  const found: SubscriptionGlimpse[] = [];
  for await (const one of world.billing.living()) found.push(one);
  return found;
}

const DAY_MS = 86_400_000;
const atStart = (month: number, day: number) => Date.UTC(2026, month - 1, day, 12);

describe('StripeBilling, with the real SDK against the local server', () => {
  let world: StripeWorld;
  beforeAll(async () => {
    world = await StripeWorld.start();
  });
  afterAll(async () => {
    await world[Symbol.asyncDispose]();
  });

  it('reads prices in all their currencies and leaves unknown ones out', async () => {
    const prices = await world.billing.prices([DEMO_PRICES.yearly, 'price_unknown', DEMO_PRICES.monthly]);
    expect(prices.map(({ id }) => id)).toEqual([DEMO_PRICES.yearly, DEMO_PRICES.monthly]);
    expect(prices[1]).toMatchObject({ active: true, interval: { unit: 'month', count: 1 } });
    expect(prices[1]?.amounts[0]).toEqual({ amount: 900, currency: 'eur' });
    expect(prices[1]?.amounts).toContainEqual({ amount: 1500, currency: 'jpy' });
  });

  it('makes one customer for one request key', async () => {
    const one = await world.customer('the-same');
    expect(await world.customer('the-same')).toBe(one);
    expect((await world.billing.customer(one)).accountId).toBe('the-same');
  });

  it('changes the address of a customer and nothing else', async () => {
    const id = await world.customer('somebody-who-moves');
    await world.billing.changeEmail(id, 'new@example.org');
    const { email, name, metadata } = world.simulator.world.store.customers.get(id) ?? {};
    expect({ email, name }).toEqual({ email: 'new@example.org', name: 'Ada' });
    expect(Object.values(metadata ?? {})).toEqual(['somebody-who-moves']);
    await expect(world.billing.changeEmail('cus_unknown', 'new@example.org')).rejects.toThrow(ProviderRefusedError);
  });

  it('sells a plan through Checkout and reads the period from the items', async () => {
    const customerId = await world.customer();
    const url = await world.checkout(customerId, { currency: 'jpy' });
    const page = await (await fetch(url)).text();
    expect(page).toContain('¥1,500');
    const back = await world.pay(url);
    expect(back.headers.get('location')).toMatch(/billing\?checkout=cs_test_\w+$/);
    const { subscriptions, now } = await world.billing.customer(customerId);
    expect(subscriptions).toMatchObject([
      {
        ...{ status: 'active', priceId: DEMO_PRICES.monthly, ours: true, price: { amount: 1500, currency: 'jpy' } },
        ...{ startedAt: START * 1000, currentPeriodEnd: atStart(4, 1), endsAt: null, trialEnd: null },
      },
    ]);
    expect(now).toBe(START * 1000);
    expect((await world.pay(url)).status).toBe(400);
  });

  it('refuses a declined card and lets the customer try again', async () => {
    const customerId = await world.customer();
    const url = await world.checkout(customerId);
    const refused = await world.pay(url, { number: TEST_CARDS.declined, expiry: '12/99' });
    expect(refused.status).toBe(402);
    expect(await refused.text()).toContain('Your card was declined.');
    expect((await world.billing.customer(customerId)).subscriptions).toEqual([]);
    expect((await world.pay(url)).status).toBe(303);
  });

  it('takes a promotion code off the first invoice alone', async () => {
    const customerId = await world.customer();
    const url = await world.checkout(customerId);
    const form = new URLSearchParams({ code: DEMO_PROMOTION.toLowerCase() });
    await fetch(`${url}/promotion`, { method: 'POST', body: form, redirect: 'manual' });
    expect(await (await fetch(url)).text()).toContain('€7.20');
    await world.pay(url);
    const { items } = await world.billing.invoices(customerId, { limit: 10 });
    expect(items[0]).toMatchObject({ status: 'paid', total: { amount: 720, currency: 'eur' } });
  });

  it('passes the wish for automatic tax through', async () => {
    const stripe = { secretKey: SECRET_KEY, apiUrl: world.url, webhookSecrets: [], automaticTax: true };
    const taxed = new StripeBilling(stripe);
    const customerId = await world.customer();
    const url = await taxed.checkout({
      ...{ accountId: 'a', customerId, priceId: DEMO_PRICES.monthly, currency: undefined, trial: null },
      ...{ successUrl: 'http://localhost/ok', cancelUrl: 'http://localhost/no' },
    });
    await world.pay(url);
    const { items } = await taxed.invoices(customerId, { limit: 1 });
    expect(items[0]).toMatchObject({ tax: { amount: 171 }, total: { amount: 1071 } });
  });

  it('opens a portal that leads back', async () => {
    const customerId = await world.subscribed();
    const url = await world.billing.portal(customerId, 'http://localhost:3000/billing');
    const page = await (await fetch(url)).text();
    expect(page).toContain('StreamShape Monthly, €9.00 every month');
    expect(page).toContain('href="http://localhost:3000/billing"');
  });

  it('knows a deleted customer, and takes one that it never heard of for none', async () => {
    const customerId = await world.subscribed();
    await fetch(`${world.url}/v1/customers/${customerId}`, {
      ...{ method: 'DELETE', headers: { authorization: `Bearer ${SECRET_KEY}` } },
    });
    expect(await world.billing.customer(customerId)).toMatchObject({ deleted: true, subscriptions: [] });
    await expect(world.billing.customer('cus_unknown')).rejects.toThrow(UnknownCustomerError);
    await expect(world.checkout(customerId)).rejects.toThrow(ProviderRefusedError);
  });

  it('lists every subscription that is not over, page by page', async () => {
    const before = await everyLiving(world);
    const customers: string[] = [];
    for (let index = 0; index < 3; index++) customers.push(await world.subscribed());
    const all = await everyLiving(world);
    expect(all.length).toBe(before.length + 3);
    expect(all.filter((one) => customers.includes(one.customerId))).toHaveLength(3);
  });

  it('says that Stripe is away, not that there is nothing', async () => {
    const customerId = await world.customer();
    world.simulator.api.failNext = 100;
    await expect(world.billing.customer(customerId)).rejects.toThrow(ProviderUnavailableError);
    world.simulator.api.failNext = 1;
    expect((await world.billing.customer(customerId)).deleted).toBe(false);
    const wrongKey = new StripeBilling({
      ...{ secretKey: 'sk_test_wrong', apiUrl: world.url, webhookSecrets: [], automaticTax: false },
    });
    await expect(wrongKey.customer(customerId)).rejects.toThrow(ProviderUnavailableError);
  });
});

describe('the life of a subscription on the local server', () => {
  it('goes from trial to paid, renews, and is billed at the same day of each month', async () => {
    await using world = await StripeWorld.start();
    const customerId = await world.subscribed({ trialDays: 14 });
    const status = async () => (await world.billing.customer(customerId)).subscriptions[0];
    expect(await status()).toMatchObject({ status: 'trialing', trialEnd: atStart(3, 15) });
    await world.advance(15);
    expect(await status()).toMatchObject({ status: 'active', currentPeriodEnd: atStart(4, 15) });
    await world.advance(31);
    expect(await status()).toMatchObject({ status: 'active', currentPeriodEnd: atStart(5, 15) });
    const { items, next } = await world.billing.invoices(customerId, { limit: 2 });
    expect(items.map(({ total }) => total.amount)).toEqual([900, 900]);
    const rest = await world.billing.invoices(customerId, { limit: 2, after: next ?? '' });
    expect(rest.items.map(({ total }) => total.amount)).toEqual([0]);
    expect(rest.next).toBeNull();
  });

  it('ends a trial without a card', async () => {
    await using world = await StripeWorld.start();
    const customerId = await world.customer();
    const url = await world.checkout(customerId, { trialDays: 14 });
    const form = new URLSearchParams({ email: 'ada@example.org' });
    expect((await fetch(url, { method: 'POST', body: form, redirect: 'manual' })).status).toBe(303);
    await world.advance(14);
    expect((await world.billing.customer(customerId)).subscriptions[0]).toMatchObject({ status: 'canceled' });
  });

  it('is overdue since the first failure, through all retries, and ends after the last', async () => {
    await using world = await StripeWorld.start();
    const customerId = await world.subscribed();
    const customer = world.simulator.world.store.customers.get(customerId);
    if (customer) customer.failNext = 99;
    const look = async () => (await world.billing.customer(customerId)).subscriptions[0];
    await world.advance(31);
    expect(await look()).toMatchObject({ status: 'past_due', overdueSince: atStart(4, 1) });
    expect((await look())?.payUrl).toContain('/i/in_');
    await world.advance(5);
    expect(await look()).toMatchObject({ status: 'past_due', overdueSince: atStart(4, 1) });
    await world.advance(15);
    expect(await look()).toMatchObject({ status: 'canceled', endedAt: atStart(4, 17) });
  });

  it('recovers when the invoice is paid on its page', async () => {
    await using world = await StripeWorld.start();
    const customerId = await world.subscribed();
    const customer = world.simulator.world.store.customers.get(customerId);
    if (customer) customer.failNext = 1;
    await world.advance(31);
    const owed = (await world.billing.customer(customerId)).subscriptions[0];
    await fetch(owed?.payUrl ?? '', { method: 'POST', redirect: 'manual' });
    const after = (await world.billing.customer(customerId)).subscriptions[0];
    expect(after).toMatchObject({ status: 'active', overdueSince: null, payUrl: null });
  });

  it('cancels at the end of the period unless that is taken back', async () => {
    await using world = await StripeWorld.start();
    const customerId = await world.subscribed();
    const look = async () => (await world.billing.customer(customerId)).subscriptions[0];
    const id = (await look())?.id ?? '';
    await world.billing.change(id, { kind: 'cancel' });
    expect(await look()).toMatchObject({ status: 'active', endsAt: atStart(4, 1) });
    await world.billing.change(id, { kind: 'resume' });
    expect(await look()).toMatchObject({ endsAt: null });
    await world.billing.change(id, { kind: 'cancel' });
    await world.advance(31);
    expect(await look()).toMatchObject({ status: 'canceled', endedAt: atStart(4, 1), endsAt: null });
  });

  it('counts what is paid when the plan changes', async () => {
    await using world = await StripeWorld.start();
    const customerId = await world.subscribed();
    const id = (await world.billing.customer(customerId)).subscriptions[0]?.id ?? '';
    await world.advance(15.5);
    await world.billing.change(id, { kind: 'price', priceId: DEMO_PRICES.yearly });
    const { items } = await world.billing.invoices(customerId, { limit: 1 });
    expect(items[0]?.lines.map(({ amount }) => amount.amount)).toEqual([-450, 9000]);
    expect(items[0]).toMatchObject({ status: 'paid', total: { amount: 8550, currency: 'eur' } });
    const [now] = (await world.billing.customer(customerId)).subscriptions;
    expect(now).toMatchObject({
      priceId: DEMO_PRICES.yearly,
      currentPeriodEnd: (START + 15.5 * 86_400) * 1000 + 365 * DAY_MS,
    });
  });
});
