import type { BILLING_INTERVALS, Invoice, Money } from '#libs/contracts';
import type { SubscriptionFacts } from './subscription-facts.js';

/** The provider does not answer, or not now. The same call may be made again. */
export class ProviderUnavailableError extends Error {
  readonly code = 'BILLING.UNAVAILABLE';
  override readonly name = 'ProviderUnavailableError';
}

/** The provider says no, and would say so again. `reason`: its own code. */
export class ProviderRefusedError extends Error {
  readonly code: string = 'BILLING.REFUSED';
  override readonly name: string = 'ProviderRefusedError';
  constructor(
    message: string,
    readonly reason: string | undefined,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * The provider has never heard of a customer that is stored here. That is not one who was deleted: the key is of
 * another account or mode, and nothing may follow from it.
 */
export class UnknownCustomerError extends ProviderRefusedError {
  override readonly name = 'UnknownCustomerError';
}

/** The money could not be taken, and nothing was changed. */
export class PaymentRefusedError extends ProviderRefusedError {
  override readonly code = 'BILLING.PAYMENT_REFUSED';
  override readonly name = 'PaymentRefusedError';
}

export interface ProviderPrice {
  id: string;
  active: boolean;
  interval: { unit: (typeof BILLING_INTERVALS)[number]; count: number };
  /** The usual currency first. */
  amounts: Money[];
}

/** All that the provider knows of one customer at one moment. */
export interface CustomerState {
  deleted: boolean;
  /** The account that the customer was made for, as far as the provider remembers. */
  accountId: string | null;
  subscriptions: SubscriptionFacts[];
  /** The provider's clock, ms: it differs from ours only where a test clock is used. */
  now: number;
}

export interface CheckoutRequest {
  accountId: string;
  customerId: string;
  priceId: string;
  currency: string | undefined;
  trial: { days: number; card: boolean } | null;
  /** Where the browser comes back to; `{CHECKOUT_SESSION_ID}` is filled in. */
  successUrl: string;
  cancelUrl: string;
}

/**
 * `cancel`: at the end of what is paid. `end`: at once, and nothing that is owed for it can be paid any more.
 * `end-stopped`: the same, but one that the provider calls active or on trial by now is left alone.
 */
export type SubscriptionChange =
  | { kind: 'cancel' }
  | { kind: 'resume' }
  | { kind: 'end' }
  | { kind: 'end-stopped' }
  | { kind: 'price'; priceId: string };

/** One that is not over, as a list shows it. */
export type SubscriptionGlimpse = Pick<SubscriptionFacts, 'id' | 'customerId' | 'status' | 'priceId' | 'endsAt'> & {
  accountId: string | null;
};

/**
 * Whoever takes the money. Rejects with ProviderUnavailableError or ProviderRefusedError. Reading is always from the
 * provider, never from memory.
 */
export interface BillingProvider {
  /** In the order of `ids`; unknown ones are left out. */
  prices(ids: readonly string[]): Promise<ProviderPrice[]>;
  /** The same `requestKey` makes one customer, however often it is asked for. */
  createCustomer(given: { accountId: string; email: string; name: string; requestKey: string }): Promise<string>;
  /** Where receipts go, and what their pages show. */
  changeEmail(customerId: string, email: string): Promise<void>;
  /** Rejects with UnknownCustomerError too. */
  customer(customerId: string): Promise<CustomerState>;
  /** Every subscription that is not over. */
  living(): AsyncIterable<SubscriptionGlimpse>;
  /** Address of the page on which to pay. */
  checkout(request: CheckoutRequest): Promise<string>;
  /**
   * No page of theirs can be paid on any more, but one that is open for exactly `keep` and for an hour at least: it answers
   * with that one's address.
   */
  closeCheckouts(customerId: string, keep?: CheckoutRequest): Promise<string | undefined>;
  /** Address of the page on which card and address are changed. */
  portal(customerId: string, returnUrl: string): Promise<string>;
  /** All of it or nothing; rejects with PaymentRefusedError too. */
  change(subscriptionId: string, change: SubscriptionChange): Promise<void>;
  /** Newest first. */
  invoices(
    customerId: string,
    page: { limit: number; after?: string | undefined },
  ): Promise<{ items: Invoice[]; next: string | null }>;
}

/** A message of the provider, as a hint at what to look at. */
export interface ProviderMessage {
  id: string;
  /** Without the version in front, like `customer.subscription.updated`. */
  type: string;
  form: 'snapshot' | 'thin';
  /** Real money. */
  live: boolean;
  subject: { kind: string; id: string } | null;
  /** As far as the message itself says. */
  customerId: string | null;
}

/** The signature of a message is missing, wrong, or too old. */
export class BadSignatureError extends Error {
  readonly code = 'WEBHOOK.BAD_SIGNATURE';
  override readonly name = 'BadSignatureError';
}

export interface ProviderMessages {
  /** Throws BadSignatureError. `body`: as it was received, byte by byte. */
  read(body: Uint8Array, signature: string | undefined): ProviderMessage;
  /** Messages of the other mode are none of ours. */
  readonly live: boolean;
  /** Whom it is about; null: nobody. Rejects as BillingProvider does. */
  customerOf(subject: { kind: string; id: string }): Promise<string | null>;
}
