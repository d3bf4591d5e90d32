import { expect, it } from 'vitest';
import type { AccountRepository, BillingBook } from '#libs/domain';
import { ACCOUNT_REPOSITORY, BILLING_BOOK } from '#libs/persistence';
import { useBillingWorld, type BillingWorld, type TestPayer } from '../../test/billing-world.js';
import { BILLING_GATE, type BillingGate } from './billing.tokens.js';

const PLENTY = 100_000;
const PAYERS = 12;
/** So many are asked about at once, and the package asks three times for each. */
const OF_ONE_PASS = 4 * 3;

let world: BillingWorld;
useBillingWorld((started) => (world = started));

const sql = (text: string, given: unknown[] = []) => world.sql(text, given);

async function decided(who: TestPayer): Promise<boolean> {
  return (await sql('select from entitlement where account_id = ?', [who.id])).length > 0;
}

/** A new account, once it was decided about: a pass of the loop is over. */
async function newcomer(): Promise<void> {
  const who = await world.payer();
  await expect.poll(() => decided(who)).toBe(true);
}

const linesAbout = (id: string) => world.supervisor.lines.filter((line) => line.includes(id)).length;

async function changeEmail(who: TestPayer, email: string): Promise<void> {
  const accounts = world.supervisor.app.get<AccountRepository>(ACCOUNT_REPOSITORY);
  await accounts.change(who.id, () => ({ change: { email } }));
}

const emailOf = (customer: string) => world.simulator.world.store.customers.get(customer)?.email;

it('the prices are asked for once at a time, and not again at once after a failure', async () => {
  const plans = async () => (await fetch(`${world.supervisor.url}/api/v1/plans`)).status;
  const crowd = async () => new Set(await Promise.all(Array.from({ length: 10 }, plans)));
  world.simulator.api.failNext = PLENTY;
  expect(await crowd()).toEqual(new Set([503]));
  expect(await crowd()).toEqual(new Set([503]));
  // Two prices and the first comparison, and the package asks three times for each.
  expect(PLENTY - world.simulator.api.failNext).toBeLessThanOrEqual(9);
  world.simulator.api.failNext = 0;
  await expect.poll(plans).toBe(200);
  expect(await crowd()).toEqual(new Set([200]));
});

it('somebody who asks Stripe again and again is told when to come back', async () => {
  const [who, other] = [await world.payer(), await world.payer()];
  const ask = async (one: TestPayer) => await world.call(one, 'POST', '/me/billing/refresh', {});
  const statuses: number[] = [];
  for (let time = 0; time < 10; time++) statuses.push((await ask(who)).status);
  expect(new Set(statuses)).toEqual(new Set([200]));
  const refused = await ask(who);
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await refused.json()).toMatchObject({ code: 'REQUEST.TOO_MANY', detail: expect.stringMatching(/again in/) });
  expect((await ask(other)).status).toBe(200);
  expect((await world.call(who, 'GET', '/me/billing')).status).toBe(200);
});

it('an account that cannot be decided about holds up nobody, and is not tried and logged every second', async () => {
  const broken = await world.payer();
  await sql(`alter table entitlement add constraint refused check (account_id <> '${broken.id}') not valid`);
  try {
    await sql('delete from entitlement where account_id = ?', [broken.id]);
    await expect.poll(() => linesAbout(broken.id)).toBeGreaterThan(0);
    for (let pass = 0; pass < 4; pass++) await newcomer();
    expect(linesAbout(broken.id)).toBeLessThanOrEqual(2);
  } finally {
    await sql('alter table entitlement drop constraint refused');
  }
  await expect.poll(() => decided(broken), { timeout: 30_000 }).toBe(true);
});

it('while Stripe is away it is asked about few, and what needs it not is decided first', async () => {
  const payers: TestPayer[] = [];
  for (let index = 0; index < PAYERS; index++) {
    const who = await world.payer();
    await world.checkout(who);
    payers.push(who);
  }
  await world.quiet();
  world.simulator.api.failNext = PLENTY;
  await sql('update entitlement set due_at = now() where account_id in (select account_id from billing_customer)');
  await expect.poll(() => world.supervisor.lines.join('\n')).toContain('Stripe does not answer');
  await newcomer();
  expect(PLENTY - world.simulator.api.failNext).toBeLessThanOrEqual(OF_ONE_PASS);
  world.simulator.api.failNext = 0;
  await sql('update entitlement set due_at = now() where account_id in (select account_id from billing_customer)');
  const waiting = async () => (await sql('select from entitlement where due_at is not null')).length;
  await expect.poll(waiting, { timeout: 30_000 }).toBe(0);
  expect(payers).toHaveLength(PAYERS);
});

it('a changed address arrives at Stripe, also when Stripe is away at that moment, and the last one counts', async () => {
  const who = await world.payer();
  await world.checkout(who);
  const customer = await world.customerOf(who);
  expect(emailOf(customer)).toBe(who.email);
  await changeEmail(who, `first-${who.email}`);
  await expect.poll(() => emailOf(customer)).toBe(`first-${who.email}`);
  world.simulator.api.failNext = PLENTY;
  await changeEmail(who, `second-${who.email}`);
  await expect.poll(() => world.simulator.api.failNext).toBeLessThan(PLENTY);
  await changeEmail(who, `third-${who.email}`);
  expect(emailOf(customer)).toBe(`first-${who.email}`);
  world.simulator.api.failNext = 0;
  await expect.poll(() => emailOf(customer), { timeout: 30_000 }).toBe(`third-${who.email}`);
  const untold = () => sql('select from billing_customer where email_untold');
  await expect.poll(untold).toEqual([]);
});

it('somebody about whom alone Stripe has no answer waits alone, and is done with when it has one', async () => {
  const [broken, well, gone] = [await world.subscriber(), await world.subscriber(), await world.subscriber()];
  await world.quiet();
  world.simulator.api.failAbout.add(broken.customer);
  const waits = () => world.supervisor.lines.filter((line) => line.includes('whatever needs it waits')).length;
  const before = waits();
  await changeEmail(broken.who, `new-${broken.who.email}`);
  await sql('update entitlement set due_at = now() where account_id = ?', [broken.who.id]);
  await expect.poll(() => linesAbout(broken.customer)).toBeGreaterThan(0);
  const tries = linesAbout(broken.customer);
  await changeEmail(well.who, `new-${well.who.email}`);
  await sql('update entitlement set due_at = now() where account_id = ?', [well.who.id]);
  const accounts = world.supervisor.app.get<AccountRepository>(ACCOUNT_REPOSITORY);
  await accounts.remove(gone.who.id, () => []);
  await expect.poll(() => emailOf(well.customer)).toBe(`new-${well.who.email}`);
  await expect.poll(() => world.subscriptionsOf(gone.customer).map(({ status }) => status)).toEqual(['canceled']);
  for (let pass = 0; pass < 4; pass++) await newcomer();
  expect(waits()).toBe(before);
  expect(linesAbout(broken.customer) - tries).toBeLessThanOrEqual(3);
  expect(emailOf(broken.customer)).toBe(broken.who.email);
  world.simulator.api.failAbout.clear();
  await expect.poll(() => emailOf(broken.customer), { timeout: 30_000 }).toBe(`new-${broken.who.email}`);
});

it('a page of Checkout on which nobody paid is forgotten when it cannot be open any more', async () => {
  const who = await world.payer();
  await world.checkout(who);
  const customer = await world.customerOf(who);
  const opened = async () =>
    (await sql('select checkouts_at from billing_customer where customer_id = ?', [customer]))[0];
  const open = (hours: number) =>
    sql('update billing_customer set checkouts_at = now() - make_interval(hours => ?) where customer_id = ?', [
      hours,
      customer,
    ]);
  await open(24);
  await newcomer();
  expect(await opened()).toMatchObject({ checkouts_at: expect.anything() });
  await open(26);
  await expect.poll(opened).toEqual({ checkouts_at: null });
});

it('a supervisor that tells an address late does not leave the old one at Stripe', async () => {
  const { who, customer } = await world.subscriber();
  await changeEmail(who, `newer-${who.email}`);
  await expect.poll(() => emailOf(customer)).toBe(`newer-${who.email}`);
  const untold = () => sql('select from billing_customer where email_untold and customer_id = ?', [customer]);
  await expect.poll(untold).toEqual([]);
  // As the other one does it, which had read the address before.
  await world.supervisor.app.get<BillingGate>(BILLING_GATE).provider.changeEmail(customer, who.email);
  await world.supervisor.app.get<BillingBook>(BILLING_BOOK).emailTold(customer, who.email);
  await expect.poll(() => emailOf(customer)).toBe(`newer-${who.email}`);
  await expect.poll(untold).toEqual([]);
});
