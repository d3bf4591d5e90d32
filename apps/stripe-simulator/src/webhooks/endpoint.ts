import { createHmac } from 'node:crypto';
import type { StoredEvent } from '../engine/model.js';

/** Where events go. */
export interface Endpoint {
  url: string;
  /** Several while one is replaced by another: each signs. */
  secrets: string[];
  form: 'snapshot' | 'thin';
}

export const API_VERSION = '2026-10-28.endive';

/** Stripe's scheme: HMAC-SHA256 over the time and the body as it is sent. `at`: seconds of the receiver's clock. */
export function signature(body: string, secrets: readonly string[], at: number): string {
  const parts = secrets.map((secret) => `v1=${createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')}`);
  return [`t=${at}`, ...parts].join(',');
}

export function renderEvent(event: StoredEvent): Record<string, unknown> & { id: string; object: string } {
  return {
    ...{ id: event.id, object: 'event', api_version: API_VERSION, created: event.created, livemode: false },
    data: { object: event.data, ...(event.previous && { previous_attributes: event.previous }) },
    ...{ pending_webhooks: 1, request: { id: null, idempotency_key: null }, type: event.type },
  };
}

const FOLDERS: Record<string, string> = {
  customer: 'customers',
  subscription: 'subscriptions',
  invoice: 'invoices',
  'checkout.session': 'checkout/sessions',
};

/** The same event as a mere hint at what changed. */
export function renderThin(event: StoredEvent): Record<string, unknown> & { id: string; object: string } {
  const { id, object } = event.data;
  return {
    ...{ id: event.id, object: 'v2.core.event', type: `v1.${event.type}`, livemode: false, reason: null },
    ...{ created: new Date(event.created * 1000).toISOString(), context: null },
    related_object: { id, type: object, url: `/v1/${FOLDERS[object] ?? object}/${id}` },
  };
}

export function bodyOf(event: StoredEvent, form: Endpoint['form']): string {
  return JSON.stringify(form === 'thin' ? renderThin(event) : renderEvent(event), null, 2);
}
