import { beforeAll, expect, it } from 'vitest';
import { useBillingWorld, type BillingWorld, type TestPayer } from '../../test/billing-world.js';
import { Reconciler } from './reconciler.js';

const PAYERS = 11;

let world: BillingWorld;
const payers: TestPayer[] = [];
useBillingWorld((started) => (world = started));
beforeAll(async () => {
  world.simulator.webhooks.hold();
  for (let index = 0; index < PAYERS; index++) {
    const who = await world.payer();
    await world.pay(await world.checkout(who));
    await world.act(who, 'refresh');
    payers.push(who);
  }
}, 60_000);

async function served(): Promise<number> {
  const all = await Promise.all(payers.map((who) => world.billing(who)));
  return all.filter(({ entitlement }) => entitlement.active).length;
}

it('a key of another account or mode stops nobody and mails nobody', async () => {
  const { customers, subscriptions } = world.simulator.world.store;
  const [kept, sold] = [[...customers], [...subscriptions]];
  customers.clear();
  subscriptions.clear();
  const report = await world.reconcile();
  expect(report).toMatchObject({ changed: 0, failed: PAYERS });
  expect(await served()).toBe(PAYERS);
  // Nor does somebody who asks for themselves.
  const [who] = payers;
  expect((await world.call(who!, 'POST', '/me/billing/refresh', {})).status).toBe(409);
  expect(await served()).toBe(PAYERS);
  const { notices } = await world.admin('GET', `/accounts/${who!.id}/billing`);
  expect(notices).toEqual([]);
  for (const [id, row] of kept) customers.set(id, row);
  for (const [id, row] of sold) subscriptions.set(id, row);
});

it('most customers at once are stopped by an admin alone, not by the comparison that runs by itself', async () => {
  for (const row of world.simulator.world.store.subscriptions.values()) {
    world.simulator.subscriptions.end(row, 'cancellation_requested');
  }
  const reconciler = world.supervisor.app.get(Reconciler);
  expect(await reconciler.run('by itself')).toMatchObject({ changed: 0, failed: PAYERS });
  expect(await served()).toBe(PAYERS);
  expect(await world.reconcile()).toMatchObject({ changed: PAYERS, failed: 0 });
  expect(await served()).toBe(0);
});
