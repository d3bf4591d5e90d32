import { afterAll, beforeAll, expect, it } from 'vitest';
import { testEnvironment } from '../../../../test/support/services/test-environment.js';
import { TestRedis } from '../../../../test/support/services/test-redis.js';
import { BillingWorld } from '../../test/billing-world.js';

let redis: TestRedis;
let world: BillingWorld;
beforeAll(async () => {
  redis = await TestRedis.start();
  world = await BillingWorld.start({ postgresUrl: testEnvironment.databaseUrl(), redisUrl: redis.url });
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await redis[Symbol.asyncDispose]();
});

it('one customer whose rows cannot be written stops nobody else', async () => {
  const [broken, well] = [await world.payer(), await world.payer()];
  const urls = [await world.checkout(broken), await world.checkout(well)];
  await world.quiet();
  const work = world.supervisor.database.database.unitOfWork();
  await work.execute(
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
    await work.execute('alter table billing_subscription drop constraint refused');
  }
  await world.reconcile();
  await world.untilCause(broken, 'trial');
});
