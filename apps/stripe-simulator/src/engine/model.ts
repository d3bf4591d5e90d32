/** What the server keeps. Times are whole seconds of its clock; amounts are in the currency's smallest unit. */
export interface Product {
  id: string;
  created: number;
  name: string;
  description: string | null;
  active: boolean;
  metadata: Metadata;
}

export type Metadata = Record<string, string>;
export type Interval = 'day' | 'week' | 'month' | 'year';

export interface Price {
  id: string;
  created: number;
  product: string;
  active: boolean;
  currency: string;
  unitAmount: number;
  /** Amounts in other currencies. */
  otherCurrencies: Record<string, number>;
  interval: Interval;
  intervalCount: number;
  nickname: string | null;
  lookupKey: string | null;
  metadata: Metadata;
}

export interface Customer {
  id: string;
  created: number;
  email: string | null;
  name: string | null;
  deleted: boolean;
  /** Fixed by the first subscription, as at Stripe. */
  currency: string | null;
  /** Below zero: credit that the next invoices use up. */
  balance: number;
  defaultPaymentMethod: string | null;
  /** So many of the next payments fail. */
  failNext: number;
  metadata: Metadata;
}

export interface PaymentMethod {
  id: string;
  created: number;
  customer: string;
  brand: string;
  last4: string;
  expMonth: number;
  expYear: number;
  declines: boolean;
}

export type Status =
  'trialing' | 'active' | 'past_due' | 'unpaid' | 'canceled' | 'incomplete' | 'incomplete_expired' | 'paused';
export type MissingCard = 'cancel' | 'create_invoice' | 'pause';

export interface Discount {
  coupon: string;
  promotionCode: string | null;
  /** Invoices it still counts for; null: all. */
  left: number | null;
}

export interface Subscription {
  id: string;
  itemId: string;
  created: number;
  customer: string;
  price: string;
  quantity: number;
  currency: string;
  status: Status;
  periodStart: number;
  periodEnd: number;
  /** Day of the month on which periods begin. */
  anchor: number;
  trialStart: number | null;
  trialEnd: number | null;
  trialWarned: boolean;
  missingCard: MissingCard;
  cancelAtPeriodEnd: boolean;
  cancelAt: number | null;
  canceledAt: number | null;
  endedAt: number | null;
  cancelReason: string | null;
  latestInvoice: string | null;
  paymentMethod: string | null;
  automaticTax: boolean;
  discount: Discount | null;
  metadata: Metadata;
}

export interface InvoiceLine {
  id: string;
  description: string;
  amount: number;
  start: number;
  end: number;
  price: string;
  proration: boolean;
}

export interface Invoice {
  id: string;
  number: string | null;
  created: number;
  customer: string;
  subscription: string;
  status: 'draft' | 'open' | 'paid' | 'uncollectible' | 'void';
  currency: string;
  reason: string;
  lines: InvoiceLine[];
  discount: number;
  tax: number;
  automaticTax: boolean;
  total: number;
  startingBalance: number;
  amountDue: number;
  amountPaid: number;
  attempts: number;
  nextAttempt: number | null;
  periodStart: number;
  periodEnd: number;
  finalizedAt: number | null;
  paidAt: number | null;
  voidedAt: number | null;
}

export interface CheckoutSession {
  id: string;
  created: number;
  expiresAt: number;
  status: 'open' | 'complete' | 'expired';
  customer: string | null;
  customerEmail: string | null;
  clientReferenceId: string | null;
  price: string;
  quantity: number;
  currency: string;
  successUrl: string;
  cancelUrl: string | null;
  trialDays: number | null;
  missingCard: MissingCard;
  /** `if_required`: a trial begins without a card. */
  cardCollection: 'always' | 'if_required';
  allowPromotionCodes: boolean;
  promotionCode: string | null;
  automaticTax: boolean;
  locale: string | null;
  metadata: Metadata;
  subscriptionMetadata: Metadata;
  subscription: string | null;
}

export interface PortalSession {
  id: string;
  created: number;
  customer: string;
  returnUrl: string | null;
}

export interface Coupon {
  id: string;
  created: number;
  name: string | null;
  percentOff: number | null;
  amountOff: number | null;
  currency: string | null;
  duration: 'forever' | 'once' | 'repeating';
  durationInMonths: number | null;
}

export interface PromotionCode {
  id: string;
  created: number;
  code: string;
  coupon: string;
  active: boolean;
}

/** An object as the API writes it. */
export type Rendered = Record<string, unknown> & { id: string; object: string };

export interface StoredEvent {
  id: string;
  created: number;
  type: string;
  data: Rendered;
  previous: Record<string, unknown> | null;
}
