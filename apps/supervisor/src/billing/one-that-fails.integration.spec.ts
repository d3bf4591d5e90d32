import { expect, it } from 'vitest';
import { useBillingWorld, type BillingWorld } from '../../test/billing-world.js';

let world: BillingWorld;
useBillingWorld((started) => (world = started));

it('one customer whose rows cannot be written stops nobody else', async () => {
  const [broken, well] = [await world.payer(), await world.payer()];
  const urls = [await world.checkout(broken), await world.checkout(well)];
  await world.quiet();
  await world.sql(
    `alter table billing_subscription add constraint refused check (account_id <> '${broken.id}') not valid`,
  );
  try {
    await world.pay(urls[0]!);
    await world.pay(urls[1]!);
    await world.untilCause(well, 'trial');
    const waiting = async () => {
      const path = `/api/v1/admin/billing/events?outcome=waiting&limit=50`;
      const { items } = (await (await world.supervisor.call('GET', path)).json()) as {
        items: { attempts: number; detail: string | null }[];
      };
      return items.some(({ attempts, detail }) => attempts > 1 && detail?.includes('refused'));
    };
    await expect.poll(waiting, { timeout: 15_000 }).toBe(true);
    expect(await world.reconcile()).toMatchObject({ failed: 1 });
  } finally {
    await world.sql('alter table billing_subscription drop constraint refused');
  }
  await world.reconcile();
  await world.untilCause(broken, 'trial');
});
