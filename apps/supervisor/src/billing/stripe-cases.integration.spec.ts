import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MovingAddress } from '../../../../test/support/services/moving-address.js';
import { testEnvironment } from '../../../../test/support/services/test-environment.js';
import { TestRedis } from '../../../../test/support/services/test-redis.js';
import { bodyOf, deleteCustomer, signature, type StoredEvent } from '../../../stripe-simulator/src/index.js';
import { BillingWorld, NEXT_SECRET, SECRET_KEY, WEBHOOK_SECRET, type TestPayer } from '../../test/billing-world.js';

let redis: TestRedis;
let database: MovingAddress;
let databasePort: number;
let world: BillingWorld;

beforeAll(async () => {
  redis = await TestRedis.start();
  const url = new URL(testEnvironment.databaseUrl());
  databasePort = Number(url.port);
  database = await MovingAddress.before(databasePort);
  url.port = String(database.port);
  world = await BillingWorld.start({ postgresUrl: url.href, redisUrl: redis.url });
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
  await redis[Symbol.asyncDispose]();
});

const now = () => Math.floor(Date.now() / 1000);

async function send(body: string, header: string | undefined): Promise<Response> {
  return await fetch(`${world.supervisor.url}/webhooks/stripe`, {
    ...{ method: 'POST', body },
    headers: { 'content-type': 'application/json', ...(header !== undefined && { 'stripe-signature': header }) },
  });
}
const signed = (body: string, secrets = [WEBHOOK_SECRET], at = now()) => send(body, signature(body, secrets, at));

async function stored(id: string) {
  const answer = await world.supervisor.call('GET', '/api/v1/admin/billing/events?limit=200');
  const { items } = (await answer.json()) as { items: { id: string; outcome: string; detail: string | null }[] };
  return items.find((event) => event.id === id);
}

/** Somebody who paid, with everything arrived. */
async function subscriber(plan = 'monthly'): Promise<{ who: TestPayer; customer: string }> {
  const bought = await world.subscriber(plan);
  world.advance(15);
  await world.untilCause(bought.who, 'subscription');
  return bought;
}

/** Made up by hand: an event of which Stripe knows nothing. */
function madeUp(more: Partial<StoredEvent>): StoredEvent {
  const id = `evt_made_up_${crypto.randomUUID()}`;
  return {
    id,
    created: now(),
    type: 'customer.updated',
    data: { id: 'cus_x', object: 'customer' },
    previous: null,
    ...more,
  };
}

describe('Stripe, case by case', () => {
  it('bad, missing, old signature', async () => {
    const body = bodyOf(madeUp({}), 'snapshot');
    expect((await send(body, undefined)).status).toBe(400);
    expect((await send(body, 't=1,v1=abc')).status).toBe(400);
    expect((await signed(body, ['whsec_of_a_stranger'])).status).toBe(400);
    expect((await signed(body, [WEBHOOK_SECRET], now() - 301)).status).toBe(400);
    expect((await send(body.replace('cus_x', 'cus_y'), signature(body, [WEBHOOK_SECRET], now()))).status).toBe(400);
    const problem: unknown = await (await send('', undefined)).json();
    expect(problem).toMatchObject({ code: 'WEBHOOK.BAD_SIGNATURE' });
    // A flood of them is counted, and does not flood the log.
    await Promise.all(Array.from({ length: 50 }, () => send(body, 't=1,v1=abc')));
    expect(world.supervisor.lines.filter((line) => line.includes('/webhooks/stripe are refused'))).toHaveLength(1);
    const metrics = await (await world.supervisor.call('GET', '/metrics')).text();
    const refused = /streamshape_stripe_webhooks_total\{[^}]*arrival="refused"[^}]*\} (\d+)/.exec(metrics)?.[1];
    expect(Number(refused)).toBeGreaterThanOrEqual(56);
  });

  it('the same event ten times at once', async () => {
    const { who, customer } = await subscriber();
    await world.quiet();
    const before = await world.admin('GET', `/accounts/${who.id}/billing`);
    const event = madeUp({
      type: 'customer.subscription.updated',
      data: { id: 'sub_x', object: 'subscription', customer },
    });
    const body = bodyOf(event, 'snapshot');
    const answers = await Promise.all(Array.from({ length: 10 }, () => signed(body)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
    await expect.poll(() => stored(event.id)).toMatchObject({ outcome: 'done', attempts: 1 });
    expect((await world.admin('GET', `/accounts/${who.id}/billing`)).history).toEqual(before.history);
  });

  it('updated before created', async () => {
    const who = await world.payer();
    const url = await world.checkout(who);
    world.simulator.webhooks.hold();
    await world.pay(url);
    const customer = await world.customerOf(who);
    const [created] = world.events('customer.subscription.created', customer);
    if (!created) throw new Error('nothing was created');
    const updated = madeUp({ type: 'customer.subscription.updated', data: created.data });
    expect((await signed(bodyOf(updated, 'snapshot'))).status).toBe(200);
    await world.untilCause(who, 'trial');
    world.simulator.webhooks.release();
    await world.quiet();
    expect((await world.billing(who)).entitlement).toMatchObject({ active: true, cause: 'trial' });
  });

  it('deleted then updated', async () => {
    const { who, customer } = await subscriber();
    const [subscription] = world.subscriptionsOf(customer);
    const before = world.events('customer.subscription.updated', customer).at(-1);
    if (!subscription || !before) throw new Error('no subscription');
    world.simulator.subscriptions.end(subscription, 'cancellation_requested');
    await world.untilCause(who, 'canceled');
    // The old state, as an event that was late.
    const late = madeUp({ type: 'customer.subscription.updated', data: before.data });
    expect((await signed(bodyOf(late, 'snapshot'))).status).toBe(200);
    await expect.poll(() => stored(late.id)).toMatchObject({ outcome: 'done' });
    expect((await world.billing(who)).entitlement).toMatchObject({ active: false, cause: 'canceled' });
  });

  it('success page before webhook', async () => {
    const who = await world.payer();
    const url = await world.checkout(who);
    world.simulator.webhooks.hold();
    const back = (await world.pay(url)).headers.get('location') ?? '';
    const session = new URL(back).searchParams.get('checkout');
    const billing = await world.act(who, 'refresh', { checkoutSession: session });
    expect(billing.entitlement).toMatchObject({ active: true, cause: 'trial' });
    world.simulator.webhooks.release();
    await world.quiet();
    expect((await world.billing(who)).entitlement.since).toBe(billing.entitlement.since);
  });

  it('abandoned checkout', async () => {
    const who = await world.payer();
    await world.checkout(who);
    world.advance(1.1);
    await world.quiet();
    expect(await world.billing(who)).toMatchObject({
      entitlement: { active: false, cause: 'never' },
      subscription: null,
    });
    // Nothing is in the way of another try, and the trial is still there.
    expect((await world.billing(who)).trialAvailable).toBe(true);
    await world.pay(await world.checkout(who, 'yearly'));
    await world.untilCause(who, 'trial');
  });

  it('trial to paid', async () => {
    const who = await world.payer();
    await world.pay(await world.checkout(who, 'yearly'));
    const trial = await world.untilCause(who, 'trial');
    expect(trial).toMatchObject({ entitlement: { plan: { id: 'trial' } }, subscription: { planId: 'yearly' } });
    world.advance(12);
    await expect.poll(async () => (await world.billing(who)).notices).toMatchObject([{ kind: 'trial-ending' }]);
    world.advance(3);
    const paid = await world.untilCause(who, 'subscription');
    expect(paid).toMatchObject({ entitlement: { plan: { id: 'yearly' } }, notices: [], trialAvailable: false });
    const invoices = (await (await world.call(who, 'GET', '/me/billing/invoices')).json()) as { items: unknown[] };
    expect(invoices.items).toMatchObject([{ total: { amount: 9000, currency: 'eur' } }, { total: { amount: 0 } }]);
  });

  it('trial without card', async () => {
    const who = await world.payer();
    expect((await world.pay(await world.checkout(who), null)).status).toBe(303);
    await world.untilCause(who, 'trial');
    world.advance(14.1);
    const ended = await world.untilCause(who, 'canceled');
    expect(ended.notices).toMatchObject([{ kind: 'stopped' }]);
    // There is one trial for each account.
    expect(ended.trialAvailable).toBe(false);
    const page = await (await fetch(await world.checkout(who))).text();
    expect(page).not.toContain('days free');
  });

  it('renewal failure, then recovery', async () => {
    const { who, customer } = await subscriber();
    world.failPayments(customer, 1);
    world.renew(customer);
    const grace = await world.untilCause(who, 'grace');
    expect(grace).toMatchObject({ entitlement: { active: true }, notices: [{ kind: 'payment-failed' }] });
    await fetch(grace.notices[0]?.payUrl ?? '', { method: 'POST', redirect: 'manual' });
    expect(await world.untilCause(who, 'subscription')).toMatchObject({ notices: [] });
  });

  it('renewal failure, then final failure', async () => {
    const { who, customer } = await subscriber();
    world.failPayments(customer, 99);
    world.renew(customer);
    await world.untilCause(who, 'grace');
    world.advance(2.5);
    await expect.poll(async () => (await world.billing(who)).notices).toMatchObject([{ kind: 'grace-ending' }]);
    world.advance(1);
    // No retry is due on that day, so no message says that the clock was moved.
    await world.reconcile();
    const stopped = await world.untilCause(who, 'payment-overdue');
    expect(stopped).toMatchObject({ entitlement: { active: false }, notices: [{ kind: 'stopped' }] });
    world.advance(20);
    await world.untilCause(who, 'canceled');
    const { notices } = await world.admin('GET', `/accounts/${who.id}/billing`);
    // One stop: it is not told again when the overdue subscription is canceled.
    const sent = notices.map(({ kind, sends }) => `${kind} ${sends}`).sort();
    expect(sent.filter((one) => !one.startsWith('trial'))).toEqual(['grace-ending 1', 'payment-failed 1', 'stopped 1']);
  });

  it('a second lapse of the same subscription is told too, and neither is told twice', async () => {
    const { who, customer } = await subscriber();
    const stops = async () => {
      const { notices } = await world.admin('GET', `/accounts/${who.id}/billing`);
      return notices.filter(({ kind }) => kind === 'stopped').map(({ sends }) => sends);
    };
    for (const lapse of [1, 2]) {
      world.failPayments(customer, 99);
      world.renew(customer);
      await world.untilCause(who, 'grace');
      world.advance(3.5);
      await world.reconcile();
      const { notices } = await world.untilCause(who, 'payment-overdue');
      await world.reconcile();
      await world.act(who, 'refresh');
      expect(await stops()).toEqual(Array.from({ length: lapse }, () => 1));
      world.failPayments(customer, 0);
      await fetch(notices[0]?.payUrl ?? '', { method: 'POST', redirect: 'manual' });
      await world.untilCause(who, 'subscription');
    }
    expect(world.subscriptionsOf(customer)).toHaveLength(1);
  });

  it('the end of the grace period comes by itself, while no message does', async () => {
    const { who, customer } = await subscriber();
    world.failPayments(customer, 99);
    world.renew(customer);
    await world.untilCause(who, 'grace');
    // As if the three days were over: nothing but the time of the decision is moved.
    const work = world.supervisor.database.database.unitOfWork();
    world.simulator.webhooks.hold();
    world.advance(3.5);
    await work.execute('update entitlement set due_at = now() where account_id = ?', [who.id]);
    await world.untilCause(who, 'payment-overdue');
    world.simulator.webhooks.release();
    await world.quiet();
  });

  it('cancel at period end, then resumed', async () => {
    const { who } = await subscriber();
    const leaving = await world.act(who, 'cancel');
    expect(leaving.entitlement).toMatchObject({ active: true, until: leaving.subscription?.currentPeriodEnd });
    expect(leaving.subscription?.endsAt).not.toBeNull();
    const resumed = await world.act(who, 'resume');
    expect(resumed).toMatchObject({ entitlement: { active: true, until: null }, subscription: { endsAt: null } });
    world.advance(40);
    await world.quiet();
    expect((await world.billing(who)).entitlement).toMatchObject({ active: true, cause: 'subscription' });
  });

  it('cancel at period end, and then it ends', async () => {
    const { who } = await subscriber();
    await world.act(who, 'cancel');
    world.advance(40);
    expect((await world.untilCause(who, 'canceled')).entitlement.active).toBe(false);
  });

  it('immediate cancel in mid-stream', async () => {
    const { who, customer } = await subscriber();
    expect(await world.readModel(who)).toMatchObject({ active: true });
    const [subscription] = world.subscriptionsOf(customer);
    if (subscription) world.simulator.subscriptions.end(subscription, 'cancellation_requested');
    await expect.poll(async () => (await world.readModel(who))?.active, { timeout: 5000 }).toBe(false);
  });

  it('two subscriptions for one customer', async () => {
    const { who, customer } = await subscriber();
    const api = { authorization: `Bearer ${SECRET_KEY}`, 'content-type': 'application/x-www-form-urlencoded' };
    const form = new URLSearchParams({ customer, 'items[0][price]': 'price_demo_yearly' });
    form.set('metadata[streamshape_account]', who.id);
    await fetch(`${world.stripeUrl}/v1/subscriptions`, { method: 'POST', headers: api, body: form });
    await world.quiet();
    const subscriptions = world.subscriptionsOf(customer);
    expect(subscriptions.map(({ status }) => status)).toEqual(['active', 'active']);
    const [first, second] = subscriptions;
    if (first) world.simulator.subscriptions.end(first, 'cancellation_requested');
    await world.quiet();
    expect(await world.billing(who)).toMatchObject({
      entitlement: { active: true },
      subscription: { planId: 'yearly' },
    });
    if (second) world.simulator.subscriptions.end(second, 'cancellation_requested');
    await world.untilCause(who, 'canceled');
  });

  it('deleted customer', async () => {
    const { who, customer } = await subscriber();
    const row = world.simulator.world.store.customers.get(customer);
    if (row) deleteCustomer(world.simulator.world, world.simulator.subscriptions, row);
    expect(await world.untilCause(who, 'canceled')).toMatchObject({ customer: false });
    // Buying again makes a new customer.
    await world.pay(await world.checkout(who));
    await world.untilCause(who, 'subscription');
    expect(await world.customerOf(who)).not.toBe(customer);
  });

  it('wrong livemode', async () => {
    const { who, customer } = await subscriber();
    await world.quiet();
    const event = madeUp({ data: { id: customer, object: 'customer' } });
    const body = bodyOf(event, 'snapshot').replace('"livemode": false', '"livemode": true');
    expect((await signed(body)).status).toBe(200);
    expect(await stored(event.id)).toMatchObject({ outcome: 'ignored', detail: 'is about real money, the key is not' });
    expect((await world.billing(who)).entitlement.active).toBe(true);
  });

  it('unknown type', async () => {
    const event = madeUp({ type: 'payout.paid', data: { id: 'po_1', object: 'payout' } });
    expect((await signed(bodyOf(event, 'snapshot'))).status).toBe(200);
    expect(await stored(event.id)).toMatchObject({ outcome: 'ignored' });
    const thin = madeUp({ type: 'issuing_card.created', data: { id: 'ic_1', object: 'issuing.card' } });
    expect((await signed(bodyOf(thin, 'thin'))).status).toBe(200);
    expect(await stored(thin.id)).toMatchObject({ outcome: 'ignored' });
  });

  it('thin events', async () => {
    const who = await world.payer();
    const url = await world.checkout(who);
    world.simulator.webhooks.hold();
    await world.pay(url);
    world.simulator.webhooks.release(true);
    const [created] = world.events('customer.subscription.created', await world.customerOf(who));
    if (!created) throw new Error('nothing was created');
    await world.simulator.webhooks.deliver(created, { form: 'thin' });
    await world.untilCause(who, 'trial');
    const thin = { form: 'thin', outcome: 'done', accountId: who.id };
    await expect.poll(() => stored(created.id)).toMatchObject(thin);
  });

  it('webhook never came (reconcile repairs)', async () => {
    const { who, customer } = await subscriber();
    const never = await world.payer();
    const url = await world.checkout(never);
    await world.quiet();
    world.simulator.webhooks.hold();
    await world.pay(url);
    const [subscription] = world.subscriptionsOf(customer);
    if (subscription) world.simulator.subscriptions.end(subscription, 'cancellation_requested');
    world.simulator.webhooks.release(true);
    await world.reconcile();
    expect((await world.billing(who)).entitlement).toMatchObject({ active: false, cause: 'canceled' });
    expect((await world.billing(never)).entitlement).toMatchObject({ active: true, cause: 'trial' });
    const { history } = await world.admin('GET', `/accounts/${who.id}/billing`);
    expect(history[0]).toMatchObject({ trigger: 'reconcile', active: false });
  });

  it('secret rotation', async () => {
    const { customer } = await subscriber();
    const subject = { data: { id: customer, object: 'customer' } };
    for (const secrets of [[WEBHOOK_SECRET], [WEBHOOK_SECRET, NEXT_SECRET], [NEXT_SECRET]]) {
      const event = madeUp(subject);
      expect((await signed(bodyOf(event, 'snapshot'), secrets)).status).toBe(200);
      await expect.poll(() => stored(event.id)).toMatchObject({ outcome: 'done' });
    }
  });

  // The last one: what was in hand when the database went away is tried again only after half a minute.
  it('database down (5xx, then retry)', async () => {
    const who = await world.payer();
    const url = await world.checkout(who);
    database.moveTo(1);
    await world.pay(url);
    await expect.poll(() => world.simulator.webhooks.records.some(({ status }) => status === 503)).toBe(true);
    database.moveTo(databasePort);
    await expect.poll(async () => (await world.call(who, 'GET', '/me/billing')).status, { timeout: 15_000 }).toBe(200);
    await world.untilCause(who, 'trial');
  });
});
