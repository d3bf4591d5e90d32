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
