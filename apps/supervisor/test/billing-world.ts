import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect } from 'vitest';
import {
  accountBillingSchema,
  billingSchema,
  reconcileReportSchema,
  type AccountBilling,
  type Billing,
  type ReconcileReport,
  type StreamerReadModel,
} from '#libs/contracts';
import type { AccountRepository, ReadModelSource, StreamerRepository } from '#libs/domain';
import { ACCOUNT_REPOSITORY, READ_MODEL_SOURCE, STREAMER_REPOSITORY } from '#libs/persistence';
import { testEnvironment } from '../../../test/support/services/test-environment.js';
import { TestRedis } from '../../../test/support/services/test-redis.js';
import { plantCatalogue, StripeSimulator } from '../../stripe-simulator/src/index.js';
import type { StoredEvent, StripeSimulatorOptions } from '../../stripe-simulator/src/index.js';
import { hashSecret, newSecret } from '../src/access/secrets.js';
import { TestSupervisor, type TestServices } from './test-supervisor.js';

export const SECRET_KEY = 'sk_test_of_this_world';
export const WEBHOOK_SECRET = 'whsec_of_this_world';
export const NEXT_SECRET = 'whsec_the_next_one';
export const GOOD_CARD = { number: '4242 4242 4242 4242', expiry: '12/99' };

/** An account with a streamer, signed in. */
export interface TestPayer {
  id: string;
  email: string;
  streamerId: string;
  cookie: string;
}

/** A supervisor that sells plans through a local Stripe of its own, whose clock can be moved. */
export class BillingWorld implements AsyncDisposable {
  private constructor(
    readonly simulator: StripeSimulator,
    readonly stripeUrl: string,
    readonly supervisor: TestSupervisor,
  ) {}

  static async start(
    services: TestServices,
    variables: Record<string, string> = {},
    options: Partial<StripeSimulatorOptions> = {},
  ): Promise<BillingWorld> {
    const webhooks = { retryMs: 50, maxTries: 12, timeoutMs: 5000, parallel: 8 };
    const simulator = new StripeSimulator({ secretKey: SECRET_KEY, webhooks, ...options });
    plantCatalogue(simulator);
    const stripeUrl = await simulator.listen();
    const supervisor = await TestSupervisor.start(services, {
      ...{ STRIPE_SECRET_KEY: SECRET_KEY, STRIPE_WEBHOOK_SECRET: `${WEBHOOK_SECRET},${NEXT_SECRET}` },
      ...(variables['PLANS'] === undefined && { STRIPE_PRICE_ID: 'price_demo_monthly,price_demo_yearly' }),
      STRIPE_API_URL: stripeUrl,
      ...{ BILLING_RECONCILE_MS: '86400000', API_REQUESTS_PER_MINUTE: '100000', ...variables },
    });
    const url = `${supervisor.url}/webhooks/stripe`;
    simulator.webhooks.endpoints.push({ url, secrets: [WEBHOOK_SECRET], form: 'snapshot' });
    return new BillingWorld(simulator, stripeUrl, supervisor);
  }

  /** An account without a streamer, without the detour over mail and password. */
  async newcomer(name = randomBytes(6).toString('hex')): Promise<Omit<TestPayer, 'streamerId'>> {
    const accounts = this.supervisor.app.get<AccountRepository>(ACCOUNT_REPOSITORY);
    const [id, token, email] = [randomUUID(), newSecret(), `${name}@example.org`];
    const person = { emailVerifiedAt: new Date(), passwordHash: 'none', name, timeZone: 'UTC' };
    const session = { id: randomUUID(), tokenHash: hashSecret(token), device: 'test', address: '::1' };
    const begin = { ...session, expiresAt: new Date(Date.now() + 86_400_000) };
    await accounts.create({ id, email, role: 'streamer', ...person }, { begin });
    return { id, email, cookie: `streamshape-session=${token}` };
  }

  async payer(name = randomBytes(6).toString('hex')): Promise<TestPayer> {
    const who = await this.newcomer(name);
    const streamers = this.supervisor.app.get<StreamerRepository>(STREAMER_REPOSITORY);
    const streamerId = randomUUID();
    const key = { hash: randomBytes(32).toString('hex'), encrypted: 'none' };
    const wish = { id: streamerId, handle: `h${name}`, enabled: true, timeZone: 'UTC', key };
    await streamers.create({ ...wish, accountId: who.id, entitled: false });
    return { ...who, streamerId };
  }

  async call(who: Pick<TestPayer, 'cookie'>, method: string, path: string, body?: unknown): Promise<Response> {
    return await fetch(`${this.supervisor.url}/api/v1${path}`, {
      method,
      headers: {
        ...{ cookie: who.cookie, origin: this.supervisor.url },
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  async billing(who: TestPayer): Promise<Billing> {
    return billingSchema.parse(await (await this.call(who, 'GET', '/me/billing')).json());
  }

  async act(who: TestPayer, path: string, body: unknown = {}): Promise<Billing> {
    const answer = await this.call(who, 'POST', `/me/billing/${path}`, body);
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return billingSchema.parse(await answer.json());
  }

  async admin(method: string, path: string, body?: unknown): Promise<AccountBilling> {
    const answer = await this.supervisor.call(method, `/api/v1/admin${path}`, body);
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return accountBillingSchema.parse(await answer.json());
  }

  /** Address of the Checkout. */
  async checkout(who: TestPayer, plan = 'monthly', currency?: string): Promise<string> {
    const answer = await this.call(who, 'POST', '/me/billing/checkout', { plan, ...(currency && { currency }) });
    const body = (await answer.json()) as { url?: string };
    if (body.url === undefined) throw new Error(`checkout: ${answer.status} ${JSON.stringify(body)}`);
    return body.url;
  }

  /** As the browser does it; `null`: without a card. */
  async pay(url: string, card: { number: string; expiry: string } | null = GOOD_CARD): Promise<Response> {
    const body = new URLSearchParams({ email: 'payer@example.org', ...card });
    return await fetch(url, { method: 'POST', body, redirect: 'manual' });
  }

  /** Somebody who has just bought a plan. */
  async subscriber(plan = 'monthly'): Promise<{ who: TestPayer; customer: string }> {
    const who = await this.payer();
    await this.pay(await this.checkout(who, plan));
    await this.untilCause(who, 'trial');
    return { who, customer: await this.customerOf(who) };
  }

  async customerOf(who: TestPayer): Promise<string> {
    return (await this.admin('GET', `/accounts/${who.id}/billing`)).customerId ?? '';
  }

  subscriptionsOf(customerId: string) {
    return [...this.simulator.world.store.subscriptions.values()].filter(({ customer }) => customer === customerId);
  }

  events(type: string, customerId: string): StoredEvent[] {
    const all = [...this.simulator.world.store.events.values()];
    return all.filter(({ type: its, data }) => its === type && data['customer'] === customerId);
  }

  advance(days: number): void {
    this.simulator.timeline.advanceTo(this.simulator.world.wall() + Math.round(days * 86_400));
  }

  /** An hour past the end of the period that is paid. */
  renew(customerId: string): void {
    const one = this.subscriptionsOf(customerId).find(({ endedAt }) => endedAt === null);
    if (one) this.simulator.timeline.advanceTo(one.periodEnd + 3600);
  }

  failPayments(customerId: string, times: number): void {
    const customer = this.simulator.world.store.customers.get(customerId);
    if (customer) customer.failNext = times;
  }

  async sql<T = Record<string, unknown>>(text: string, given: unknown[] = []): Promise<T[]> {
    return await this.supervisor.database.database.unitOfWork().execute(text, given);
  }

  /** What the gateway is told. */
  async readModel(who: TestPayer): Promise<StreamerReadModel | undefined> {
    const source = this.supervisor.app.get<ReadModelSource>(READ_MODEL_SOURCE);
    return (await source.load([who.streamerId]))[0];
  }

  async untilCause(who: TestPayer, cause: Billing['entitlement']['cause']): Promise<Billing> {
    await expect.poll(async () => (await this.billing(who)).entitlement.cause, { timeout: 15_000 }).toBe(cause);
    return await this.billing(who);
  }

  async reconcile(): Promise<ReconcileReport> {
    const answer = await this.supervisor.call('POST', '/api/v1/admin/billing/reconcile');
    expect(answer.status).toBe(200);
    return reconcileReportSchema.parse(await answer.json());
  }

  /** Nothing on the way and nothing to do. */
  async quiet(timeout = 20_000): Promise<void> {
    await this.simulator.webhooks.settled();
    const waiting = async () => {
      const answer = await this.supervisor.call('GET', '/api/v1/admin/billing/events?outcome=waiting&limit=1');
      return ((await answer.json()) as { items: unknown[] }).items.length;
    };
    await expect.poll(waiting, { timeout, interval: 30 }).toBe(0);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.supervisor[Symbol.asyncDispose]();
    await this.simulator.close();
  }
}

interface BillingWorldOptions {
  /** Asked for once what they depend on may be there. */
  variables?: () => Record<string, string>;
  stripe?: Partial<StripeSimulatorOptions>;
}

/** One world with a Redis of its own for all tests of a file; `ready` is given both before the first of them. */
export function useBillingWorld(
  ready: (world: BillingWorld, redis: TestRedis) => void,
  { variables, stripe }: BillingWorldOptions = {},
): void {
  let redis: TestRedis;
  let world: BillingWorld;
  beforeAll(async () => {
    redis = await TestRedis.start();
    const services = { postgresUrl: testEnvironment.databaseUrl(), redisUrl: redis.url };
    world = await BillingWorld.start(services, variables?.(), stripe);
    ready(world, redis);
  });
  afterAll(async () => {
    await world[Symbol.asyncDispose]();
    await redis[Symbol.asyncDispose]();
  });
}
