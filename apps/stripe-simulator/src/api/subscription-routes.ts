import type { MissingCard, Subscription } from '../engine/model.js';
import { renderSubscription } from '../engine/render.js';
import { invalid } from '../engine/stripe-error.js';
import type { Subscriptions } from '../engine/subscriptions.js';
import { DAY } from '../engine/clock.js';
import type { World } from '../engine/world.js';
import { page, type ApiRoute } from './call.js';
import { liveCustomer } from './customer-routes.js';
import type { Params } from './form.js';

export function readMissingCard(params: Params): MissingCard {
  const value = params.object('trial_settings').object('end_behavior').text('missing_payment_method');
  if (value === undefined) return 'create_invoice';
  if (value === 'cancel' || value === 'pause' || value === 'create_invoice') return value;
  throw invalid(`Invalid missing_payment_method: ${value}`, 'trial_settings[end_behavior][missing_payment_method]');
}

function create(params: Params, world: World, subscriptions: Subscriptions): Subscription {
  const customer = liveCustomer(world, params.need('customer'));
  const [item] = params.objects('items');
  if (!item) throw invalid('Missing required param: items.', 'items', 'parameter_missing');
  const price = world.need(world.store.prices, 'price', item.need('price'), 'items[0][price]');
  const days = params.int('trial_period_days');
  const card = params.text('default_payment_method') ?? null;
  return subscriptions.create({
    ...{ customer: customer.id, price: price.id, quantity: item.int('quantity') ?? 1 },
    currency: params.text('currency') ?? price.currency,
    trialEnd: params.int('trial_end') ?? (days ? world.now() + days * DAY : null),
    ...{ missingCard: readMissingCard(params), paymentMethod: card, discount: null, metadata: params.metadata() },
    automaticTax: params.object('automatic_tax').flag('enabled'),
  });
}

function update(params: Params, row: Subscription, subscriptions: Subscriptions): void {
  const [item] = params.objects('items');
  const price = item?.text('price');
  if (price !== undefined) {
    if (item?.text('id') !== undefined && item.text('id') !== row.itemId) {
      throw invalid(`No such subscription item: '${item.text('id')}'`, 'items[0][id]', 'resource_missing');
    }
    const strict = params.text('payment_behavior') === 'error_if_incomplete';
    subscriptions.changePrice(row, price, params.text('proration_behavior') ?? 'create_prorations', strict);
  }
  if (params.has('cancel_at_period_end') && params.has('cancel_at')) {
    throw invalid('You may only specify one of these parameters: cancel_at, cancel_at_period_end.');
  }
  if (params.has('cancel_at_period_end')) {
    subscriptions.setCancelAtPeriodEnd(row, params.flag('cancel_at_period_end'));
  } else if (params.has('cancel_at')) {
    const periodEnd = params.text('cancel_at') === 'min_period_end';
    subscriptions.setCancelAt(row, periodEnd ? row.periodEnd : (params.int('cancel_at') ?? null));
  }
  if (params.has('metadata')) row.metadata = params.metadata(row.metadata);
}

export function subscriptionRoutes(world: World, subscriptions: Subscriptions): Record<string, ApiRoute> {
  const table = world.store.subscriptions;
  const render = (row: Subscription) => renderSubscription(row, world);
  const find = (id: string) => world.need(table, 'subscription', id);
  return {
    'POST /v1/subscriptions': ({ params }) => render(create(params, world, subscriptions)),
    'GET /v1/subscriptions': (call) => {
      const customer = call.params.text('customer');
      const status = call.params.text('status');
      const rows = [...table.values()].filter((row) => {
        if (customer !== undefined && row.customer !== customer) return false;
        if (status === 'all') return true;
        return status === undefined ? row.status !== 'canceled' : row.status === status;
      });
      return page(call, rows, render);
    },
    'GET /v1/subscriptions/:id': (_call, id) => render(find(id)),
    'POST /v1/subscriptions/:id': ({ params }, id) => {
      const row = find(id);
      update(params, row, subscriptions);
      return render(row);
    },
    'DELETE /v1/subscriptions/:id': (_call, id) => {
      const row = find(id);
      if (row.endedAt !== null) throw invalid(`No such subscription: '${id}'`, 'id', 'resource_missing');
      subscriptions.end(row, 'cancellation_requested');
      return render(row);
    },
    'POST /v1/subscriptions/:id/resume': (_call, id) => {
      const row = find(id);
      if (row.status !== 'paused') throw invalid('This subscription is not paused.');
      row.status = 'active';
      row.periodEnd = world.now();
      subscriptions.renew(row);
      subscriptions.tell('resumed', row);
      return render(row);
    },
  };
}
