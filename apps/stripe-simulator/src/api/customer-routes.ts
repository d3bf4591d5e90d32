import type { Customer } from '../engine/model.js';
import { renderCustomer, renderPaymentMethod } from '../engine/render.js';
import { renderInvoice } from '../engine/render-invoice.js';
import { invalid, missing } from '../engine/stripe-error.js';
import type { Subscriptions } from '../engine/subscriptions.js';
import type { World } from '../engine/world.js';
import { page, type ApiRoute } from './call.js';

/** One that is not deleted. */
export function liveCustomer(world: World, id: string, param = 'customer'): Customer {
  const row = world.store.customers.get(id);
  if (!row || row.deleted) throw missing('customer', id, param);
  return row;
}

/** Ends all that they have, at once. */
export function deleteCustomer(world: World, subscriptions: Subscriptions, row: Customer): void {
  for (const one of world.store.subscriptions.values()) {
    if (one.customer === row.id && one.endedAt === null) subscriptions.end(one, 'cancellation_requested');
  }
  const last = renderCustomer(row, world);
  row.deleted = true;
  world.emit('customer.deleted', last);
}

/** `metadata['key']:'value'`, the part of Stripe's query language that is needed. */
function matcher(query: string): (row: Customer) => boolean {
  const [, key, value] = /^metadata\[["']([^"']+)["']\]:["']([^"']*)["']$/.exec(query.trim()) ?? [];
  if (key === undefined) throw invalid(`We were unable to parse your search query: ${query}`, 'query');
  return (row) => row.metadata[key] === value;
}

export function customerRoutes(world: World, subscriptions: Subscriptions): Record<string, ApiRoute> {
  const { customers, paymentMethods, invoices } = world.store;
  const render = (row: Customer) => renderCustomer(row, world);
  const present = () => [...customers.values()].filter((row) => !row.deleted);
  return {
    'POST /v1/customers': ({ params }) => {
      const row: Customer = {
        ...{ id: world.id('cus'), created: world.now(), email: params.text('email') ?? null },
        ...{ name: params.text('name') ?? null, deleted: false, currency: null, balance: 0 },
        ...{ defaultPaymentMethod: null, failNext: 0, metadata: params.metadata() },
      };
      customers.set(row.id, row);
      world.emit('customer.created', render(row));
      return render(row);
    },
    'GET /v1/customers/search': (call) => {
      const found = present().filter(matcher(call.params.need('query')));
      return { ...page(call, found, render), object: 'search_result', next_page: null };
    },
    'GET /v1/customers': (call) => {
      const email = call.params.text('email');
      return page(call, email === undefined ? present() : present().filter((row) => row.email === email), render);
    },
    'GET /v1/customers/:id': (_call, id) => render(world.need(customers, 'customer', id)),
    'POST /v1/customers/:id': ({ params }, id) => {
      const row = liveCustomer(world, id, 'id');
      if (params.has('email')) row.email = params.text('email') ?? null;
      if (params.has('name')) row.name = params.text('name') ?? null;
      row.metadata = params.metadata(row.metadata);
      world.emit('customer.updated', render(row));
      return render(row);
    },
    'DELETE /v1/customers/:id': (_call, id) => {
      const row = liveCustomer(world, id, 'id');
      deleteCustomer(world, subscriptions, row);
      return render(row);
    },
    'GET /v1/payment_methods/:id': (_call, id) => renderPaymentMethod(world.need(paymentMethods, 'PaymentMethod', id)),
    'GET /v1/invoices': (call) => {
      const { params } = call;
      const wanted = (['customer', 'subscription', 'status'] as const).map((key) => [key, params.text(key)] as const);
      const rows = [...invoices.values()].filter((row) => wanted.every(([key, text]) => !text || row[key] === text));
      return page(call, rows, (row) => renderInvoice(row, world));
    },
    'GET /v1/invoices/:id': (_call, id) => renderInvoice(world.need(invoices, 'invoice', id), world),
    'POST /v1/invoices/:id/pay': (_call, id) => {
      const row = world.need(invoices, 'invoice', id);
      if (row.status !== 'open') throw invalid('Invoice is not open.', undefined, 'invoice_not_open');
      subscriptions.collect(row);
      return renderInvoice(row, world);
    },
    'POST /v1/invoices/:id/void': (_call, id) => {
      const row = world.need(invoices, 'invoice', id);
      if (row.status !== 'open') throw invalid('You can only void open invoices.');
      subscriptions.invoices.void(row);
      return renderInvoice(row, world);
    },
  };
}
