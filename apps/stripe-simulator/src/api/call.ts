import type { Rendered } from '../engine/model.js';
import { list, renderCustomer, renderPaymentMethod, renderSubscription } from '../engine/render.js';
import { renderInvoice } from '../engine/render-invoice.js';
import { invalid, missing } from '../engine/stripe-error.js';
import type { World } from '../engine/world.js';
import type { Params } from './form.js';

/** One request to the API, after its form was decoded. */
export interface ApiCall {
  method: 'GET' | 'POST' | 'DELETE';
  path: string;
  params: Params;
}

export type ApiAnswer = Record<string, unknown>;
export type ApiRoute = (call: ApiCall, id: string) => ApiAnswer;

/** One page, newest first, as all lists of the API. */
export function page<T extends { id: string }>(
  call: ApiCall,
  rows: Iterable<T>,
  render: (row: T) => Rendered,
): ApiAnswer {
  const { params, path } = call;
  const limit = params.int('limit') ?? 10;
  if (limit < 1 || limit > 100) throw invalid('This value must be between 1 and 100 (inclusive).', 'limit');
  const all = [...rows].reverse();
  const after = params.text('starting_after');
  const before = params.text('ending_before');
  const at = (id: string) => {
    const index = all.findIndex((row) => row.id === id);
    if (index === -1) throw missing('object', id, after ? 'starting_after' : 'ending_before');
    return index;
  };
  if (before !== undefined) {
    const end = at(before);
    const start = Math.max(0, end - limit);
    return list(path, all.slice(start, end).map(render), start > 0);
  }
  const start = after === undefined ? 0 : at(after) + 1;
  const items = all.slice(start, start + limit);
  return list(path, items.map(render), start + limit < all.length);
}

/** Replaces ids by objects, at the paths that `expand` names. */
export function expand(answer: ApiAnswer, paths: readonly string[], world: World): ApiAnswer {
  for (const path of paths) expandAt(answer, path.split('.'), world);
  return answer;
}

function expandAt(node: unknown, [head, ...rest]: readonly string[], world: World): void {
  if (head === undefined || typeof node !== 'object' || node === null) return;
  if (Array.isArray(node)) {
    for (const item of node) expandAt(item, [head, ...rest], world);
    return;
  }
  const object = node as Record<string, unknown>;
  const value = object[head];
  if (typeof value === 'string') object[head] = lookUp(value, world) ?? value;
  expandAt(object[head], rest, world);
}

function lookUp(id: string, world: World): Rendered | undefined {
  const { customers, subscriptions, invoices, paymentMethods } = world.store;
  const customer = customers.get(id);
  if (customer) return renderCustomer(customer, world);
  const subscription = subscriptions.get(id);
  if (subscription) return renderSubscription(subscription, world);
  const invoice = invoices.get(id);
  if (invoice) return renderInvoice(invoice, world);
  const card = paymentMethods.get(id);
  return card && renderPaymentMethod(card);
}
