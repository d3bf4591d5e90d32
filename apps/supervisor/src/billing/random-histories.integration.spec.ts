import { expect, it } from 'vitest';
import { DEMO_PRICES, deleteCustomer, type Subscription } from '../../../stripe-simulator/src/index.js';
import type { BillingBook } from '#libs/domain';
import { BILLING_BOOK } from '#libs/persistence';
import { useBillingWorld, type BillingWorld, type TestPayer } from '../../test/billing-world.js';
import { BILLING_GATE, type BillingGate } from './billing.tokens.js';

const HISTORIES = 200;
const ROUNDS = 3;
const GRACE_SECONDS = 3 * 86_400;
const SEED = Number(process.env['BILLING_SEED'] ?? 20_261_123);

let world: BillingWorld;
useBillingWorld((started) => (world = started), {
  stripe: { webhooks: { parallel: 24, retryMs: 50, maxTries: 12, timeoutMs: 10_000 } },
});

/** mulberry32. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** One thing that may happen to a customer, done to the server's state as its pages do it. */
function act(customer: string, accountId: string, random: () => number): void {
  const { world: stripe, subscriptions } = world.simulator;
  const living = world.subscriptionsOf(customer).filter(({ endedAt }) => endedAt === null);
  const [one] = living;
  const dice = random();
  const row = stripe.store.customers.get(customer);
  if (!row || row.deleted) return;
  if (!one || dice < 0.1) {
    if (living.length > 1) return;
    const trialEnd = random() < 0.3 ? stripe.now() + 14 * 86_400 : null;
    const price = random() < 0.7 ? DEMO_PRICES.monthly : DEMO_PRICES.yearly;
    subscriptions.create({
      ...{ customer, price, quantity: 1, currency: 'eur', trialEnd, automaticTax: false, discount: null },
      missingCard: (['cancel', 'pause', 'create_invoice'] as const)[Math.floor(random() * 3)] ?? 'cancel',
      ...{ paymentMethod: null, metadata: { streamshape_account: accountId } },
    });
  } else if (dice < 0.3) subscriptions.setCancelAtPeriodEnd(one, !one.cancelAtPeriodEnd);
  else if (dice < 0.5) row.failNext = Math.floor(random() * 6);
  else if (dice < 0.6) subscriptions.end(one, 'cancellation_requested');
  else if (dice < 0.75) {
    const other = one.price === DEMO_PRICES.monthly ? DEMO_PRICES.yearly : DEMO_PRICES.monthly;
    subscriptions.changePrice(one, other, 'always_invoice');
  } else if (dice < 0.78) deleteCustomer(stripe, subscriptions, row);
}

/** Whether somebody is to be served, straight from the server's state, told without any of the product's rules. */
function truth(customer: string): boolean {
  const { store } = world.simulator.world;
  const now = world.simulator.world.wall();
  const row = store.customers.get(customer);
  if (!row || row.deleted) return false;
  const owed = (one: Subscription) =>
    [...store.invoices.values()].filter(({ subscription, status }) => subscription === one.id && status === 'open');
  return world.subscriptionsOf(customer).some((one) => {
    if (one.status === 'active' || one.status === 'trialing') return true;
    if (one.status !== 'past_due') return false;
    return now < Math.min(...owed(one).map(({ created }) => created)) + GRACE_SECONDS;
  });
}

/** Whoever was at Checkout once: made without it, which would cost more than all that follows. */
async function begin(random: () => number): Promise<{ who: TestPayer; customer: string }> {
  const who = await world.payer();
  const { provider } = world.supervisor.app.get<BillingGate>(BILLING_GATE);
  const customer = await provider.createCustomer({ accountId: who.id, email: who.email, name: '', requestKey: who.id });
  await world.supervisor.app.get<BillingBook>(BILLING_BOOK).link(who.id, customer);
  // Some have a card, some do not.
  if (random() < 0.8) {
    const id = `pm_${who.id}`;
    const card = { brand: 'visa', last4: '4242', expMonth: 12, expYear: 2099, declines: false, created: 0 };
    world.simulator.world.store.paymentMethods.set(id, { id, customer, ...card });
    const row = world.simulator.world.store.customers.get(customer);
    if (row) row.defaultPaymentMethod = id;
  }
  return { who, customer };
}

it('converges to the truth of the server through 200 random histories of webhooks, lost, doubled, reordered and late', async () => {
  const random = randomFrom(SEED);
  const all: { who: TestPayer; customer: string }[] = [];
  for (let index = 0; index < HISTORIES; index += 20) {
    all.push(...(await Promise.all(Array.from({ length: 20 }, () => begin(random)))));
  }
  world.simulator.webhooks.disturb({ seed: SEED, lose: 0.2, double: 0.2, late: 0.4, lateMs: 1500, thin: 0.15 });
  for (let round = 0; round < ROUNDS; round++) {
    for (const { who, customer } of all) act(customer, who.id, random);
    world.advance(1 + Math.floor(random() * 20));
  }
  await world.quiet(120_000);
  // What was lost is found by the comparison that otherwise runs every ten minutes, and then there is nothing to find.
  const compare = async () => (({ changed, failed }) => ({ changed, failed }))(await world.reconcile());
  await expect.poll(compare, { timeout: 60_000 }).toEqual({ changed: 0, failed: 0 });
  const rows: { account_id: string; active: boolean }[] = await world.sql('select account_id, active from entitlement');
  const stored = new Map(rows.map((row) => [row.account_id, row.active]));
  const wrong = all.filter(({ who, customer }) => (stored.get(who.id) ?? false) !== truth(customer));
  const found = wrong.map(async ({ who, customer }) => ({
    stripe: world.subscriptionsOf(customer),
    here: await world.admin('GET', `/accounts/${who.id}/billing`),
  }));
  expect(await Promise.all(found)).toEqual([]);
  const served = all.filter(({ customer }) => truth(customer)).length;
  expect(served).toBeGreaterThan(20);
  expect(served).toBeLessThan(HISTORIES - 20);
  // Brokers and pages follow what is decided.
  const unequal: unknown[] = await world.sql(
    'select s.id from streamer s join entitlement e on e.account_id = s.account_id where s.entitled <> e.active',
  );
  expect(unequal).toEqual([]);
}, 300_000);
