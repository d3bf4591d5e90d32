import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BadSignatureError } from '#libs/domain';
import { bodyOf, signature } from '../../../apps/stripe-simulator/src/index.js';
import { SECRET_KEY, StripeWorld, WEBHOOK_SECRET } from '../test/stripe-world.js';
import { StripeMessages } from './stripe-messages.js';

const now = () => Math.floor(Date.now() / 1000);

describe('StripeMessages', () => {
  let world: StripeWorld;
  let customerId = '';
  beforeAll(async () => {
    world = await StripeWorld.start();
    customerId = await world.subscribed();
  });
  afterAll(async () => {
    await world[Symbol.asyncDispose]();
  });

  const event = (type: string) => {
    const found = [...world.simulator.world.store.events.values()].findLast((one) => one.type === type);
    if (!found) throw new Error(`no ${type}`);
    return found;
  };
  const read = (body: string, header: string | undefined, messages = world.messages) =>
    messages.read(Buffer.from(body), header);

  it('reads a snapshot event whose signature is right', () => {
    const body = bodyOf(event('customer.subscription.created'), 'snapshot');
    const message = read(body, signature(body, [WEBHOOK_SECRET], now()));
    expect(message).toMatchObject({ type: 'customer.subscription.created', form: 'snapshot', live: false, customerId });
    expect(message.subject?.kind).toBe('subscription');
  });

  it('reads a thin event and finds out whom it is about', async () => {
    for (const type of ['customer.subscription.created', 'invoice.paid', 'checkout.session.completed']) {
      const body = bodyOf(event(type), 'thin');
      const message = read(body, signature(body, [WEBHOOK_SECRET], now()));
      expect(message).toMatchObject({ type, form: 'thin', customerId: null });
      expect(await world.messages.customerOf(message.subject ?? { kind: '', id: '' })).toBe(customerId);
    }
    expect(await world.messages.customerOf({ kind: 'subscription', id: 'sub_gone' })).toBeNull();
    expect(await world.messages.customerOf({ kind: 'payout', id: 'po_1' })).toBeNull();
  });

  it.each(['snapshot', 'thin'] as const)('refuses a bad, missing or old signature of a %s event', (form) => {
    const body = bodyOf(event('invoice.paid'), form);
    const good = signature(body, [WEBHOOK_SECRET], now());
    expect(() => read(body, undefined)).toThrow(BadSignatureError);
    expect(() => read(body, '')).toThrow(BadSignatureError);
    expect(() => read(body, 'nonsense')).toThrow(BadSignatureError);
    expect(() => read(body, signature(body, ['whsec_another_one'], now()))).toThrow(BadSignatureError);
    expect(() => read(body.replace('"livemode": false', '"livemode": true'), good)).toThrow(BadSignatureError);
    expect(() => read(body, signature(body, [WEBHOOK_SECRET], now() - 301))).toThrow(BadSignatureError);
    expect(() => read(body, signature(body, [WEBHOOK_SECRET], now() - 290))).not.toThrow();
  });

  it('refuses what is no JSON, though it is signed', () => {
    expect(() => read('not JSON', signature('not JSON', [WEBHOOK_SECRET], now()))).toThrow(BadSignatureError);
  });

  it('takes both secrets while one replaces the other', () => {
    const stripe = { secretKey: SECRET_KEY, apiUrl: world.url, automaticTax: false };
    const both = new StripeMessages({ ...stripe, webhookSecrets: ['whsec_the_new_one', WEBHOOK_SECRET] });
    const body = bodyOf(event('invoice.paid'), 'snapshot');
    for (const secrets of [[WEBHOOK_SECRET], ['whsec_the_new_one'], ['whsec_the_new_one', WEBHOOK_SECRET]]) {
      expect(read(body, signature(body, secrets, now()), both).type).toBe('invoice.paid');
    }
    expect(() => read(body, signature(body, ['whsec_a_third_one'], now()), both)).toThrow(BadSignatureError);
  });

  it('knows by its key whether the money is real', () => {
    const live = new StripeMessages({ secretKey: 'rk_live_1234', webhookSecrets: [], automaticTax: false });
    expect([world.messages.live, live.live]).toEqual([false, true]);
  });
});
