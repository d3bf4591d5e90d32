import { afterAll, beforeAll, expect, it } from 'vitest';
import { accountBillingSchema, billingSchema, instanceSchema, streamerWithKeySchema } from '#libs/contracts';
import { SmtpServer } from '../../../../libs/mail/test/smtp-server.js';
import { testEnvironment } from '../../../../test/support/services/test-environment.js';
import { TestRedis } from '../../../../test/support/services/test-redis.js';
import { linkTo, TestPerson } from '../../test/test-person.js';
import { TestSupervisor } from '../../test/test-supervisor.js';

let redis: TestRedis;
let smtp: SmtpServer;
beforeAll(async () => {
  [redis, smtp] = [await TestRedis.start(), await SmtpServer.start()];
});
afterAll(async () => {
  await smtp[Symbol.asyncDispose]();
  await redis[Symbol.asyncDispose]();
});

/** In production, without the keys of Stripe. */
async function production(variables: Record<string, string> = {}): Promise<TestSupervisor> {
  const services = { postgresUrl: testEnvironment.databaseUrl(), redisUrl: redis.url };
  const secrets = { SESSION_SECRET: 's'.repeat(32), ENCRYPTION_KEY: 'e'.repeat(32), HEALTH_TOKEN: 'h'.repeat(24) };
  const given = { NODE_ENV: 'production', SMTP_URL: smtp.url, THROTTLE_FACTOR: '1000', ...secrets, ...variables };
  return await TestSupervisor.start(services, given);
}

async function arrive(supervisor: TestSupervisor, name: string): Promise<TestPerson> {
  const person = new TestPerson(supervisor, `${name}@example.org`);
  await person.signUp();
  await person.api('POST', '/verify-email', { token: await linkTo(smtp, person.email) });
  await person.signIn();
  return person;
}

it('production without Stripe shows no billing, makes the first account the admin, and gives everybody everything', async () => {
  await using supervisor = await production();
  const instance = instanceSchema.parse(await (await fetch(`${supervisor.url}/api/v1/instance`)).json());
  expect(instance).toMatchObject({ billing: false, demo: null });
  const [first, second] = [await arrive(supervisor, 'first'), await arrive(supervisor, 'second')];
  expect((await first.me()).account.role).toBe('admin');
  expect((await second.me()).account.role).toBe('streamer');
  const billing = billingSchema.parse(await second.api('GET', '/me/billing'));
  expect(billing).toMatchObject({
    enabled: false,
    entitlement: { active: true, cause: 'self-hosted' },
    customer: false,
  });
  const made = streamerWithKeySchema.parse(await second.api('POST', '/me/streamer', { handle: 'second.one' }));
  expect(made.broker.status?.reason?.code).not.toBe('ACCOUNT.NOT_ENTITLED');
  expect((await second.call('POST', '/api/v1/me/billing/checkout', { plan: 'full' })).status).toBe(409);
});

it('with SELF_HOSTED_PLAN=none the admin alone decides who may stream', async () => {
  await using supervisor = await production({ SELF_HOSTED_PLAN: 'none' });
  const [admin, friend] = [await arrive(supervisor, 'the.admin'), await arrive(supervisor, 'a.friend')];
  const made = streamerWithKeySchema.parse(await friend.api('POST', '/me/streamer', { handle: 'a.friend' }));
  expect(made.broker.status).toMatchObject({ state: 'stopped', reason: { code: 'ACCOUNT.NOT_ENTITLED' } });
  const path = `/admin/accounts/${(await friend.me()).account.id}`;
  const { items } = await admin.api<{ items: { id: string }[] }>('GET', '/admin/billing/plans');
  const grant = { plan: items[0]?.id ?? '', reason: 'A friend of the house' };
  const granted = accountBillingSchema.parse(await admin.api('POST', `${path}/grants`, grant));
  expect(granted.billing.entitlement).toMatchObject({ active: true, cause: 'grant' });
  expect(granted.grants[0]?.grantedBy).toBe(admin.email);
  const standing = async () =>
    (await supervisor.database.database
      .unitOfWork()
      .execute('select s.entitled, b.desired from streamer s join broker b on b.streamer_id = s.id where s.id = ?', [
        made.id,
      ])) as unknown[];
  expect(await standing()).toEqual([{ entitled: true, desired: true }]);
  await admin.api('POST', `${path}/grants/${granted.grants[0]?.id}/revoke`);
  expect(await standing()).toEqual([{ entitled: false, desired: false }]);
  expect((await friend.call('GET', `/api/v1${path}/billing`)).status).toBe(403);
});

it('production that has sold plans does not start without Stripe, unless that is said', async () => {
  await using supervisor = await production();
  const work = supervisor.database.database.unitOfWork();
  await work.execute(`insert into billing_customer (customer_id, account_id, deleted, reading, created_at)
    values ('cus_1', null, true, 0, now())`);
  // Nobody is left at Stripe.
  await (await supervisor.startSecond()).close();
  await work.execute(`update billing_customer set deleted = false`);
  await expect(supervisor.startSecond()).rejects.toThrow(
    /STRIPE_SECRET_KEY is missing.* 1 customer.*SELF_HOSTED_PLAN/s,
  );
  const { config } = supervisor;
  const meant = { ...config, billing: { ...config.billing, selfHostedMeant: true } };
  for (const other of [meant, { ...config, production: false }]) await (await supervisor.startSecond(other)).close();
});
