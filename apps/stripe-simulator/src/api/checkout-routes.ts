import { DAY } from '../engine/clock.js';
import type { CheckoutSession } from '../engine/model.js';
import { renderSession } from '../engine/render.js';
import { invalid, missing } from '../engine/stripe-error.js';
import { expireSession, type Timeline } from '../engine/timeline.js';
import { CLOCK_ID, type World } from '../engine/world.js';
import { renderEvent, renderThin } from '../webhooks/endpoint.js';
import { page, type ApiRoute } from './call.js';
import { liveCustomer } from './customer-routes.js';
import type { Params } from './form.js';
import { readMissingCard } from './subscription-routes.js';

function readSession(params: Params, world: World): CheckoutSession {
  if (params.need('mode') !== 'subscription') throw invalid('Only the mode subscription is known here.', 'mode');
  const [item] = params.objects('line_items');
  if (!item) throw invalid('Missing required param: line_items.', 'line_items', 'parameter_missing');
  const price = world.need(world.store.prices, 'price', item.need('price'), 'line_items[0][price]');
  const data = params.object('subscription_data');
  const customer = params.text('customer') ?? null;
  if (customer !== null) liveCustomer(world, customer);
  const currency = params.text('currency') ?? price.currency;
  if (currency !== price.currency && price.otherCurrencies[currency] === undefined) {
    throw invalid(`The price specified does not support ${currency}.`, 'currency');
  }
  const [discount] = params.objects('discounts');
  if (discount && params.flag('allow_promotion_codes')) {
    throw invalid('You may only specify one of these parameters: allow_promotion_codes, discounts.');
  }
  const now = world.now();
  const ifRequired = params.text('payment_method_collection') === 'if_required';
  return {
    ...{ id: world.id('cs_test'), created: now, expiresAt: params.int('expires_at') ?? now + DAY, status: 'open' },
    ...{ customer, customerEmail: params.text('customer_email') ?? null, price: price.id, currency },
    ...{ clientReferenceId: params.text('client_reference_id') ?? null, quantity: item.int('quantity') ?? 1 },
    ...{ successUrl: params.need('success_url'), cancelUrl: params.text('cancel_url') ?? null },
    ...{ trialDays: data.int('trial_period_days') ?? null, missingCard: readMissingCard(data) },
    cardCollection: ifRequired ? 'if_required' : 'always',
    ...{
      allowPromotionCodes: params.flag('allow_promotion_codes'),
      promotionCode: discount?.text('promotion_code') ?? null,
    },
    automaticTax: params.object('automatic_tax').flag('enabled'),
    ...{ locale: params.text('locale') ?? null, metadata: params.metadata(), subscriptionMetadata: data.metadata() },
    subscription: null,
  };
}

/** Checkout, portal, events and the test clock. */
export function checkoutRoutes(world: World, timeline: Timeline): Record<string, ApiRoute> {
  const { sessions, portals, events } = world.store;
  const find = (id: string) => world.need(sessions, 'checkout.session', id);
  const clock = () => ({
    ...{ id: CLOCK_ID, object: 'test_helpers.test_clock', created: 0, frozen_time: world.wall(), livemode: false },
    ...{
      name: 'The clock of this server',
      status: 'ready',
      deletes_after: world.wall() + 30 * DAY,
      status_details: {},
    },
  });
  return {
    'POST /v1/checkout/sessions': ({ params }) => {
      const row = readSession(params, world);
      sessions.set(row.id, row);
      return renderSession(row, world);
    },
    'GET /v1/checkout/sessions': (call) => {
      const customer = call.params.text('customer');
      const status = call.params.text('status');
      const rows = [...sessions.values()].filter((row) => {
        return (customer === undefined || row.customer === customer) && (status === undefined || row.status === status);
      });
      return page(call, rows, (row) => renderSession(row, world));
    },
    'GET /v1/checkout/sessions/:id': (_call, id) => renderSession(find(id), world),
    'POST /v1/checkout/sessions/:id/expire': (_call, id) => {
      const row = find(id);
      if (row.status !== 'open') throw invalid('Only Checkout Sessions with a status in ["open"] can be expired.');
      expireSession(world, row);
      return renderSession(row, world);
    },
    'POST /v1/billing_portal/sessions': ({ params }) => {
      const customer = liveCustomer(world, params.need('customer'));
      const returnUrl = params.text('return_url') ?? null;
      const row = { id: world.id('bps'), created: world.now(), customer: customer.id, returnUrl };
      portals.set(row.id, row);
      return {
        ...{ id: row.id, object: 'billing_portal.session', created: row.created, customer: row.customer },
        ...{ return_url: returnUrl, url: `${world.pages.url}/p/session/${row.id}`, livemode: false, flow: null },
        ...{ configuration: 'bpc_local', locale: null, on_behalf_of: null },
      };
    },
    'GET /v1/events': (call) => page(call, events.values(), renderEvent),
    'GET /v1/events/:id': (_call, id) => renderEvent(world.need(events, 'event', id)),
    'GET /v2/core/events/:id': (_call, id) => renderThin(world.need(events, 'event', id)),
    'GET /v1/test_helpers/test_clocks/:id': (_call, id) => {
      if (id !== CLOCK_ID) throw missing('test_clock', id);
      return clock();
    },
    'POST /v1/test_helpers/test_clocks/:id/advance': ({ params }, id) => {
      if (id !== CLOCK_ID) throw missing('test_clock', id);
      timeline.advanceTo(params.int('frozen_time') ?? world.wall());
      return clock();
    },
  };
}
