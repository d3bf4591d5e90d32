import { expect, it } from 'vitest';
import { redirectSchema } from '#libs/contracts';
import type { CheckoutSession } from '../../../stripe-simulator/src/index.js';
import { useBillingWorld, type BillingWorld, type TestPayer } from '../../test/billing-world.js';

const PLENTY = 100_000;

let world: BillingWorld;
useBillingWorld((started) => (world = started));

interface TwoPages {
  who: TestPayer;
  customer: string;
  urls: [string, string];
  pages: [CheckoutSession, CheckoutSession];
}

/** Both open, as if they had been asked for at the same moment. */
async function twoPages(): Promise<TwoPages> {
  const who = await world.payer();
  const urls: TwoPages['urls'] = [await world.checkout(who), await world.checkout(who, 'yearly')];
  const customer = await world.customerOf(who);
  const all = [...world.simulator.world.store.sessions.values()].filter((one) => one.customer === customer);
  const [first, second] = all;
  if (!first || !second || all.length > 2) throw new Error('there are not two pages');
  first.status = 'open';
  return { who, customer, urls, pages: [first, second] };
}

it('once one page is paid the others are closed', async () => {
  const { who, customer, urls, pages } = await twoPages();
  expect((await world.pay(urls[1])).status).toBe(303);
  await expect.poll(() => pages[0].status).toBe('expired');
  expect((await world.pay(urls[0])).status).toBe(400);
  expect(world.subscriptionsOf(customer)).toHaveLength(1);
  await world.quiet();
  expect((await world.billing(who)).notices).toEqual([]);
});

it('once one page is paid the others are closed, also when Stripe is away at that moment', async () => {
  const { urls, pages } = await twoPages();
  // It can be told that the one is paid, and the other cannot be closed.
  world.simulator.webhooks.hold();
  expect((await world.pay(urls[1])).status).toBe(303);
  world.simulator.api.failNext = PLENTY;
  world.simulator.webhooks.release();
  await expect.poll(() => world.simulator.api.failNext).toBeLessThan(PLENTY);
  expect(pages.map(({ status }) => status)).toEqual(['open', 'complete']);
  world.simulator.api.failNext = 0;
  await expect.poll(() => pages[0].status, { timeout: 30_000 }).toBe('expired');
});

const openPages = (customer: string) =>
  [...world.simulator.world.store.sessions.values()].filter(
    (one) => one.customer === customer && one.status === 'open',
  );

it('presses in the same instant lead to one page, also on two supervisors and by somebody new', async () => {
  const who = await world.payer();
  const other = await world.supervisor.startSecond();
  try {
    await other.listen(0, '127.0.0.1');
    const there = await other.getUrl();
    const press = async (base: string, plan: string) => {
      const headers = { cookie: who.cookie, origin: base, 'content-type': 'application/json' };
      const body = JSON.stringify({ plan });
      const answer = await fetch(`${base}/api/v1/me/billing/checkout`, { method: 'POST', headers, body });
      expect(answer.status).toBe(200);
      return redirectSchema.parse(await answer.json()).url;
    };
    const bases = [world.supervisor.url, there, world.supervisor.url, there];
    const urls = await Promise.all(bases.map((base) => press(base, 'monthly')));
    expect(new Set(urls).size).toBe(1);
    const customer = await world.customerOf(who);
    expect(openPages(customer)).toHaveLength(1);
    await Promise.all(bases.map((base, index) => press(base, index % 2 === 0 ? 'monthly' : 'yearly')));
    expect(openPages(customer)).toHaveLength(1);
  } finally {
    await other.close();
  }
});

it('a later try gets the page that is open, and a new one when that is over or for something else', async () => {
  const who = await world.payer();
  const first = await world.checkout(who);
  expect(await world.checkout(who)).toBe(first);
  const customer = await world.customerOf(who);
  const [page] = openPages(customer);
  page!.status = 'expired';
  const second = await world.checkout(who);
  expect(second).not.toBe(first);
  const third = await world.checkout(who, 'monthly', 'jpy');
  expect(third).not.toBe(second);
  expect(openPages(customer)).toHaveLength(1);
  openPages(customer)[0]!.expiresAt = Math.floor(Date.now() / 1000) + 600;
  const fourth = await world.checkout(who, 'monthly', 'jpy');
  expect(fourth).not.toBe(third);
  expect((await world.pay(fourth)).status).toBe(303);
  expect(world.subscriptionsOf(customer)).toHaveLength(1);
});

it('who died while opening a page stands in nobody\u2019s way for long', async () => {
  const who = await world.payer();
  const gone = `insert into checkout_turn (account_id, turn, until) values (?, ?, now() + interval '2 seconds')`;
  await world.sql(gone, [who.id, crypto.randomUUID()]);
  expect(await world.checkout(who)).toContain('/c/pay/');
  expect(await world.sql('select from checkout_turn where account_id = ?', [who.id])).toEqual([]);
});

it('a page that nobody paid stays open', async () => {
  const who = await world.payer();
  const url = await world.checkout(who);
  // A pass of the loop that had something to close.
  const other = await twoPages();
  await world.pay(other.urls[1]);
  await expect.poll(() => other.pages[0].status).toBe('expired');
  expect((await world.pay(url)).status).toBe(303);
});

it('two pages that are both paid: the better one counts, the owner is told how to end one, and admins see it', async () => {
  const { who, customer, urls } = await twoPages();
  const [first, second] = await Promise.all(urls.map((url) => world.pay(url)));
  expect([first?.status, second?.status]).toEqual([303, 303]);
  const kinds = async () => (await world.billing(who)).notices.map(({ kind }) => kind);
  await expect.poll(kinds).toEqual(['two-subscriptions']);
  await world.act(who, 'refresh');
  await world.reconcile();
  const seen = await world.admin('GET', `/accounts/${who.id}/billing`);
  expect(seen.billing.entitlement).toMatchObject({ active: true, cause: 'trial' });
  expect(seen.notices).toMatchObject([{ kind: 'two-subscriptions', sends: 1 }]);
  expect(seen.subscriptions.map(({ status }) => status)).toEqual(['trialing', 'trialing']);
  const warned = () => world.supervisor.lines.filter((line) => line.includes('more than one subscription'));
  const ofThem = () => warned().filter((line) => line.includes(who.id));
  expect(ofThem()).toHaveLength(1);
  // Another mail about something else is no news about that.
  world.advance(12);
  await world.act(who, 'refresh');
  await expect.poll(kinds).toEqual(['trial-ending', 'two-subscriptions']);
  expect(ofThem()).toHaveLength(1);
  // The page that the notice leads to shows both, and one can be ended there.
  const portal = redirectSchema.parse(await (await world.call(who, 'POST', '/me/billing/portal')).json());
  const [one] = world.subscriptionsOf(customer);
  const body = new URLSearchParams({ action: 'end', subscription: one?.id ?? '' });
  await fetch(portal.url, { method: 'POST', body, redirect: 'manual' });
  await expect.poll(kinds).toEqual(['trial-ending']);
  expect((await world.billing(who)).entitlement).toMatchObject({ active: true, cause: 'trial' });
});
