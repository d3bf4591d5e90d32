import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { invoicePageSchema, planListSchema } from '#libs/contracts';
import type { AccountRepository } from '#libs/domain';
import { ACCOUNT_REPOSITORY } from '#libs/persistence';
import { testEnvironment } from '../../../../test/support/services/test-environment.js';
import type { TestRedis } from '../../../../test/support/services/test-redis.js';
import { useBillingWorld, type BillingWorld, type TestPayer } from '../../test/billing-world.js';
import { FakeNode } from '../../test/fake-node.js';
import { TestSupervisor } from '../../test/test-supervisor.js';

let redis: TestRedis;
let world: BillingWorld;
useBillingWorld((...started) => ([world, redis] = started));

describe('a paid plan', () => {
  it('starts the broker and opens the pages within 5 s, and its end stops and closes them within 5 s', async () => {
    const node = await new FakeNode('node-of-billing', redis.url, 500).start();
    try {
      const who = await world.payer();
      const url = await world.checkout(who);
      expect(node.held.has(who.streamerId)).toBe(false);
      await world.pay(url);
      await expect.poll(() => node.held.has(who.streamerId), { timeout: 5000 }).toBe(true);
      expect(await world.readModel(who)).toMatchObject({ active: true });
      const [subscription] = world.subscriptionsOf(await world.customerOf(who));
      if (subscription) world.simulator.subscriptions.end(subscription, 'cancellation_requested');
      await expect.poll(() => node.held.has(who.streamerId), { timeout: 5000 }).toBe(false);
      expect(await world.readModel(who)).toMatchObject({ active: false });
    } finally {
      await node.die();
    }
  });

  it('can be changed, and what was paid counts', async () => {
    const { who } = await world.subscriber();
    world.advance(15);
    await world.untilCause(who, 'subscription');
    expect((await world.act(who, 'plan', { plan: 'yearly' })).subscription).toMatchObject({ planId: 'yearly' });
    const page = await (await world.call(who, 'GET', '/me/billing/invoices?limit=2')).json();
    const { items, nextCursor } = invoicePageSchema.parse(page);
    expect(items[0]?.lines).toHaveLength(2);
    expect(items[0]?.lines[0]?.amount.amount).toBeLessThan(0);
    const rest = await world.call(who, 'GET', `/me/billing/invoices?limit=2&cursor=${nextCursor}`);
    expect(invoicePageSchema.parse(await rest.json()).items).toHaveLength(1);
  });

  it('is bought once: a second Checkout is refused', async () => {
    const who = await world.payer();
    await world.pay(await world.checkout(who));
    const again = await world.call(who, 'POST', '/me/billing/checkout', { plan: 'monthly' });
    expect(again.status).toBe(409);
    expect(await again.json()).toMatchObject({ code: 'BILLING.HAS_SUBSCRIPTION' });
  });

  it('is charged no more once the account is deleted', async () => {
    const { who, customer } = await world.subscriber();
    const accounts = world.supervisor.app.get<AccountRepository>(ACCOUNT_REPOSITORY);
    expect(await accounts.remove(who.id, () => [])).toMatchObject({ email: who.email, streamerId: who.streamerId });
    const status = () => world.subscriptionsOf(customer).map((one) => one.status);
    await expect.poll(status).toEqual(['canceled']);
  });

  it('is charged no more once the account is deleted, also when Stripe is away at that moment', async () => {
    const { who, customer } = await world.subscriber();
    world.simulator.api.failNext = 1000;
    const accounts = world.supervisor.app.get<AccountRepository>(ACCOUNT_REPOSITORY);
    expect(await accounts.remove(who.id, () => [])).toMatchObject({ email: who.email });
    const refused = () =>
      world.supervisor.lines.some((line) => line.includes(customer) && line.includes('tried again'));
    await expect.poll(refused).toBe(true);
    const status = () => world.subscriptionsOf(customer).map((one) => one.status);
    expect(status()).toEqual(['trialing']);
    world.simulator.api.failNext = 0;
    await expect.poll(status).toEqual(['canceled']);
    // It is watched for longer than a page could be paid on.
    const watched = `update billing_customer
      set orphaned_at = now() - interval '26 h', checked_at = now() - interval '1 h'
      where customer_id = ? and orphaned_at is not null returning customer_id`;
    const work = () => world.supervisor.database.database.unitOfWork();
    await expect.poll(async () => (await work().execute(watched, [customer])).length).toBe(1);
    const left = async () =>
      (await world.supervisor.database.database
        .unitOfWork()
        .execute('select customer_id from billing_customer where customer_id = ?', [customer])) as unknown[];
    await expect.poll(left).toEqual([]);
  });
});

it('a trial is had once, also by who deletes the account and comes again', async () => {
  const who = await world.payer('ada.tries');
  expect((await world.billing(who)).trialAvailable).toBe(true);
  await world.pay(await world.checkout(who));
  await world.untilCause(who, 'trial');
  const accounts = world.supervisor.app.get<AccountRepository>(ACCOUNT_REPOSITORY);
  await accounts.remove(who.id, () => []);
  // The same box under another spelling, and no streamer yet.
  const again = await world.newcomer('Ada.Tries+again');
  const billing = (await (await world.call(again, 'GET', '/me/billing')).json()) as { trialAvailable: boolean };
  expect(billing.trialAvailable).toBe(false);
  const page = await (await fetch(await world.checkout({ ...again, streamerId: '' }))).text();
  expect(page).not.toContain('days free');
  expect((await world.billing(await world.payer())).trialAvailable).toBe(true);
  const work = world.supervisor.database.database.unitOfWork();
  expect(JSON.stringify(await work.execute('select * from trial_begun'))).not.toMatch(/ada/i);
});

describe('a page of Checkout', () => {
  it('is closed by the next one, so that two tabs are not charged twice', async () => {
    const who = await world.payer();
    const first = await world.checkout(who);
    const second = await world.checkout(who, 'yearly');
    expect((await world.pay(first)).status).toBe(400);
    expect((await world.pay(second)).status).toBe(303);
    await world.untilCause(who, 'trial');
    expect(world.subscriptionsOf(await world.customerOf(who))).toHaveLength(1);
  });

  it('is closed when the account is deleted, and what is bought all the same ends', async () => {
    const who = await world.payer();
    const url = await world.checkout(who);
    const customer = await world.customerOf(who);
    const accounts = world.supervisor.app.get<AccountRepository>(ACCOUNT_REPOSITORY);
    await accounts.remove(who.id, () => []);
    const sessions = () => [...world.simulator.world.store.sessions.values()];
    const page = () => sessions().find((one) => one.customer === customer);
    await expect.poll(() => page()?.status, { timeout: 10_000 }).toBe('expired');
    // As if it had been paid at the very moment of the deletion.
    page()!.status = 'open';
    expect((await world.pay(url)).status).toBe(303);
    const old = `update billing_customer set checked_at = now() - interval '1 h' where customer_id = ? returning 1`;
    const work = () => world.supervisor.database.database.unitOfWork();
    await expect.poll(async () => (await work().execute(old, [customer])).length).toBe(1);
    const status = () => world.subscriptionsOf(customer).map((one) => one.status);
    await expect.poll(status, { timeout: 10_000 }).toEqual(['canceled']);
  });
});

describe('what is for sale', () => {
  it('is known to everybody, with amounts in each currency', async () => {
    const answer = await fetch(`${world.supervisor.url}/api/v1/plans`);
    const { items, trial } = planListSchema.parse(await answer.json());
    expect(items.map(({ id, interval }) => [id, interval.unit])).toEqual([
      ['monthly', 'month'],
      ['yearly', 'year'],
    ]);
    expect(items[0]?.prices).toContainEqual({ amount: 1500, currency: 'jpy' });
    expect(trial).toMatchObject({ days: 14, card: false });
  });

  it('says that Stripe does not answer, and goes on with what is known', async () => {
    const who = await world.payer();
    world.simulator.api.failNext = 1000;
    const refused = await world.call(who, 'POST', '/me/billing/checkout', { plan: 'monthly' });
    // A new account is nobody at Stripe yet: making a customer is the first question.
    expect(refused.status).toBe(503);
    expect((await fetch(`${world.supervisor.url}/api/v1/plans`)).status).toBe(200);
    expect((await world.call(who, 'GET', '/me/billing')).status).toBe(200);
    world.simulator.api.failNext = 0;
  });
});

/** Newest first, with how often each went out. */
async function told(who: TestPayer): Promise<string[]> {
  const { notices } = await world.admin('GET', `/accounts/${who.id}/billing`);
  return notices.map(({ kind, sends }) => `${kind} ${sends}`);
}

describe('an admin', () => {
  it('finds a customer, grants a plan, sees why, and takes it back', async () => {
    const who = await world.payer();
    const path = `/accounts/${who.id}`;
    const granted = await world.admin('POST', `${path}/grants`, { plan: 'yearly', reason: 'a friend' });
    expect(granted.billing.entitlement).toMatchObject({ active: true, cause: 'grant', plan: { id: 'yearly' } });
    const grant = granted.grants[0]?.id ?? '';
    expect(granted.history[0]).toMatchObject({ trigger: `grant ${grant}`, active: true });
    expect(await world.readModel(who)).toMatchObject({ active: true });
    const found = await world.supervisor.call('GET', `/api/v1/admin/billing/customers?search=${who.email}`);
    expect(await found.json()).toMatchObject({ items: [{ accountId: who.id, active: true, cause: 'grant' }] });
    const taken = await world.admin('POST', `${path}/grants/${grant}/revoke`);
    expect(taken.billing.entitlement).toMatchObject({ active: false });
    expect(await world.readModel(who)).toMatchObject({ active: false });
    const audit = await world.supervisor.call('GET', `/api/v1/admin/audit?account=${who.id}`);
    expect(JSON.stringify(await audit.json())).toMatch(/billing\.revoked.*billing\.granted/s);
    const unknown = await world.supervisor.call('POST', `/api/v1/admin${path}/grants`, { plan: 'gold', reason: 'x' });
    expect(unknown.status).toBe(400);
    const nobody = await world.supervisor.call('GET', `/api/v1/admin/accounts/${randomUUID()}/billing`);
    expect(nobody.status).toBe(404);
  });

  it('sees a grant end by itself', async () => {
    const who = await world.payer();
    const endsAt = new Date(Date.now() + 5000).toISOString();
    await world.admin('POST', `/accounts/${who.id}/grants`, { plan: 'monthly', reason: 'a moment', endsAt });
    expect((await world.billing(who)).entitlement).toMatchObject({ active: true, until: endsAt });
    await world.untilCause(who, 'never');
    // Half of a short grant before its end, and at it.
    expect(await told(who)).toEqual(['grant-ended 1', 'grant-ending 1']);
    expect((await world.billing(who)).notices).toMatchObject([{ kind: 'grant-ended' }]);
  });

  it('tells whose plan was taken back, each time', async () => {
    const who = await world.payer();
    for (const times of [1, 2]) {
      const { grants } = await world.admin('POST', `/accounts/${who.id}/grants`, { plan: 'monthly', reason: 'again' });
      const { id = '' } = grants.find(({ revokedAt }) => revokedAt === null) ?? {};
      await world.admin('POST', `/accounts/${who.id}/grants/${id}/revoke`);
      // Whoever asks again is told nothing new.
      await world.admin('POST', `/accounts/${who.id}/billing/refresh`);
      expect(await told(who)).toEqual(Array.from({ length: times }, () => 'grant-ended 1'));
    }
  });

  it('sends a notice again', async () => {
    const who = await world.payer();
    expect((await world.supervisor.call('POST', `/api/v1/admin/accounts/${who.id}/billing/resend`)).status).toBe(409);
    await world.pay(await world.checkout(who), null);
    await world.untilCause(who, 'trial');
    world.advance(15);
    await world.untilCause(who, 'canceled');
    const { notices } = await world.admin('POST', `/accounts/${who.id}/billing/resend`);
    expect(notices).toContainEqual(expect.objectContaining({ kind: 'stopped', sends: 2 }));
  });

  it('alone may do so', async () => {
    const who = await world.payer();
    for (const path of ['/admin/billing/events', `/admin/accounts/${who.id}/billing`]) {
      expect((await world.call(who, 'GET', path)).status).toBe(403);
    }
  });
});

it('without Stripe nothing is sold: everybody has everything, unless the operator wants to grant it', async () => {
  const services = { postgresUrl: testEnvironment.databaseUrl(), redisUrl: redis.url };
  await using free = await TestSupervisor.start(services, {});
  expect(await (await free.call('GET', '/api/v1/plans')).json()).toEqual({ items: [], trial: null });
  const body = { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } };
  expect((await fetch(`${free.url}/webhooks/stripe`, body)).status).toBe(404);
  expect(await (await fetch(`${free.url}/api/v1/instance`)).json()).toMatchObject({ billing: false });
});
