import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stripe } from 'stripe';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_PRICES, plantCatalogue } from './catalogue.js';
import { StripeSimulator, type StripeSimulatorOptions } from './simulator.js';

const KEY = 'sk_test_of_this_spec';
const SECRET = 'whsec_of_this_spec';
const START = Date.UTC(2026, 0, 31) / 1000;
const running: StripeSimulator[] = [];

async function start(options: Partial<StripeSimulatorOptions> = {}) {
  const webhooks = { retryMs: 20, maxTries: 5, timeoutMs: 1000, parallel: 8 };
  const simulator = new StripeSimulator({ secretKey: KEY, startAt: START, webhooks, ...options });
  running.push(simulator);
  plantCatalogue(simulator);
  const url = await simulator.listen();
  const { hostname: host, port } = new URL(url);
  const stripe = new Stripe(KEY, { host, port, protocol: 'http', telemetry: false, maxNetworkRetries: 0 });
  return { simulator, url, stripe };
}
afterEach(async () => {
  for (const simulator of running.splice(0)) await simulator.close();
});

describe('the local Stripe', () => {
  it('answers errors in the shape of Stripe', async () => {
    const { stripe, url } = await start();
    await expect(stripe.customers.retrieve('cus_x')).rejects.toMatchObject({
      ...{ statusCode: 404, code: 'resource_missing', type: 'StripeInvalidRequestError' },
    });
    await expect(stripe.prices.create({ currency: 'eur', product: 'prod_demo_monthly' })).rejects.toThrow('interval');
    const refused = await fetch(`${url}/v1/customers`, { headers: { authorization: 'Bearer sk_test_other_key' } });
    expect(refused.status).toBe(401);
    expect(JSON.stringify(await refused.json())).not.toContain('other_key');
  });

  it('answers the same key with the same answer, and refuses it with other parameters', async () => {
    const { stripe } = await start();
    const options = { idempotencyKey: 'one' };
    const [one, two] = [
      await stripe.customers.create({ name: 'A' }, options),
      await stripe.customers.create({ name: 'A' }, options),
    ];
    expect(two.id).toBe(one.id);
    await expect(stripe.customers.create({ name: 'B' }, options)).rejects.toMatchObject({
      type: 'StripeIdempotencyError',
    });
    // What was refused before anything was done is not remembered.
    const price = { currency: 'eur', product: 'prod_demo_monthly', unit_amount: 100 };
    await expect(stripe.prices.create(price, { idempotencyKey: 'two' })).rejects.toThrow('interval');
    const better = { ...price, recurring: { interval: 'month' as const } };
    await stripe.prices.create(better, { idempotencyKey: 'two' });
  });

  it('pages through lists, searches by metadata and expands', async () => {
    const { stripe } = await start();
    for (let index = 0; index < 7; index++) await stripe.customers.create({ metadata: { n: String(index) } });
    const all = [];
    for await (const customer of stripe.customers.list({ limit: 3 })) all.push(customer.metadata?.['n']);
    expect(all).toEqual(['6', '5', '4', '3', '2', '1', '0']);
    const found = await stripe.customers.search({ query: "metadata['n']:'4'" });
    expect(found.data).toHaveLength(1);
    const customer = found.data[0]?.id ?? '';
    const items = [{ price: DEMO_PRICES.monthly }];
    const made = await stripe.subscriptions.create({ customer, items, expand: ['latest_invoice', 'customer'] });
    expect(made).toMatchObject({
      status: 'incomplete',
      latest_invoice: { status: 'open' },
      customer: { id: customer },
    });
  });

  it('lets an unpaid beginning expire after 23 hours', async () => {
    const { stripe, simulator } = await start();
    const { id: customer } = await stripe.customers.create({});
    const { id } = await stripe.subscriptions.create({ customer, items: [{ price: DEMO_PRICES.monthly }] });
    simulator.timeline.advanceTo(START + 22 * 3600);
    expect((await stripe.subscriptions.retrieve(id)).status).toBe('incomplete');
    simulator.timeline.advanceTo(START + 23 * 3600);
    expect((await stripe.subscriptions.retrieve(id)).status).toBe('incomplete_expired');
  });

  it('renews on the last day of shorter months and comes back to the 31st', async () => {
    const { stripe, simulator } = await start({ finalAction: 'past_due' });
    const { id: customer } = await stripe.customers.create({});
    const items = [{ price: DEMO_PRICES.monthly }];
    const { id } = await stripe.subscriptions.create({ customer, items, trial_end: START + 60 });
    const ends: (string | undefined)[] = [];
    for (const day of [1, 29, 60]) {
      simulator.timeline.advanceTo(START + day * 86_400);
      const end = (await stripe.subscriptions.retrieve(id)).items.data[0]?.current_period_end ?? 0;
      ends.push(new Date(end * 1000).toISOString().slice(0, 10));
    }
    expect(ends).toEqual(['2026-02-28', '2026-03-31', '2026-04-30']);
  });

  it('keeps what it knows over a restart', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'streamshape-stripe-'));
    try {
      const stateFile = join(folder, 'state.json');
      const first = await start({ stateFile, seed: 5 });
      const { id } = await first.stripe.customers.create({ email: 'ada@example.org' });
      first.simulator.timeline.advanceTo(START + 1000);
      await first.simulator.close();
      const second = await start({ stateFile, seed: 5 });
      expect(await second.stripe.customers.retrieve(id)).toMatchObject({ email: 'ada@example.org' });
      expect(second.simulator.world.wall()).toBe(START + 1000);
      expect((await second.stripe.customers.create({})).id).not.toBe(id);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('obeys this machine alone, and no web page on it', async () => {
    const { url } = await start();
    const json = { 'content-type': 'application/json' };
    const post = (headers: Record<string, string>) =>
      fetch(`${url}/_control/clock/advance`, { method: 'POST', headers, body: '{"days":1}' });
    expect((await post(json)).status).toBe(200);
    expect((await post({ 'content-type': 'text/plain' })).status).toBe(415);
    expect(
      (await fetch(`${url}/_control/clock/advance`, { method: 'POST', headers: json, body: '{"years":1}' })).status,
    ).toBe(400);
  });
});

describe('webhooks of the local Stripe', () => {
  const received: { id: string; type: string; signature: string; body: string }[] = [];
  let refuse = 0;
  const receiver = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const { id, type } = JSON.parse(body) as { id: string; type: string };
      received.push({ id, type, body, signature: String(request.headers['stripe-signature']) });
      response.writeHead(refuse-- > 0 ? 500 : 200).end();
    });
  });
  let hook = '';
  beforeAll(async () => {
    await new Promise<void>((resolve) => void receiver.listen(0, '127.0.0.1', resolve));
    hook = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
  });
  afterAll(() => void receiver.close());
  afterEach(() => void received.splice(0));

  async function withEndpoint(secrets = [SECRET]) {
    const world = await start();
    world.simulator.webhooks.endpoints.push({ url: hook, secrets, form: 'snapshot' });
    return world;
  }

  it('are signed so that the SDK takes them, with both secrets during a rotation', async () => {
    const { stripe, simulator } = await withEndpoint([SECRET, 'whsec_the_new_one']);
    await stripe.customers.create({});
    await simulator.webhooks.settled();
    const { body, signature } = received[0] ?? { body: '', signature: '' };
    for (const secret of [SECRET, 'whsec_the_new_one']) {
      expect(stripe.webhooks.constructEvent(body, signature, secret).type).toBe('customer.created');
    }
    expect(() => stripe.webhooks.constructEvent(body, signature, 'whsec_other')).toThrow('signature');
  });

  it('come again until they are taken', async () => {
    const { stripe, simulator } = await withEndpoint();
    refuse = 3;
    await stripe.customers.create({});
    await simulator.webhooks.settled();
    expect(received).toHaveLength(4);
    expect(new Set(received.map(({ id }) => id)).size).toBe(1);
  });

  it('are lost, doubled, late and thin as the seed says, the same each time', async () => {
    const runs: string[][] = [];
    for (let run = 0; run < 2; run++) {
      const { stripe, simulator } = await withEndpoint();
      simulator.webhooks.disturb({ seed: 7, lose: 0.3, double: 0.3, thin: 0.3 });
      for (let index = 0; index < 40; index++) await stripe.customers.create({});
      await simulator.webhooks.settled();
      runs.push(
        received
          .splice(0)
          .map(({ id, type }) => `${id} ${type}`)
          .sort(),
      );
    }
    expect(runs[0]).toEqual(runs[1]);
    const ids = runs[0]?.map((line) => line.split(' ')[0]) ?? [];
    expect(new Set(ids).size).toBeLessThan(40);
    expect(ids.length).toBeGreaterThan(new Set(ids).size);
    expect(runs[0]?.some((line) => line.endsWith('v1.customer.created'))).toBe(true);
  });

  it('wait while they are held, and are dropped on demand', async () => {
    const { stripe, simulator } = await withEndpoint();
    simulator.webhooks.hold();
    await stripe.customers.create({});
    simulator.webhooks.release(true);
    await stripe.customers.create({});
    await simulator.webhooks.settled();
    expect(received).toHaveLength(1);
  });
});
