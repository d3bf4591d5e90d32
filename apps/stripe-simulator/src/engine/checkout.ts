import { DAY } from './clock.js';
import type { CheckoutSession, Customer, Discount, PaymentMethod, PromotionCode, Subscription } from './model.js';
import { amountIn, renderSession } from './render.js';
import { declined, invalid } from './stripe-error.js';
import type { Subscriptions } from './subscriptions.js';
import type { World } from './world.js';

export interface CardInput {
  /** Digits, perhaps with spaces. */
  number: string;
  /** MM/YY. */
  expiry: string;
}

/** Cards with a meaning, as in Stripe's test mode. */
export const TEST_CARDS = {
  works: '4242 4242 4242 4242',
  declined: '4000 0000 0000 0002',
  failsLater: '4000 0000 0000 0341',
} as const;

/** Puts a card on file. The declined one is refused here, the one that fails later when money is taken. */
export function attachCard(world: World, customer: Customer, input: CardInput): PaymentMethod {
  const digits = input.number.replaceAll(/\D/g, '');
  if (!/^\d{13,19}$/.test(digits)) throw invalid('Your card number is incomplete.', 'number', 'incomplete_number');
  const [, month, year] = /^\s*(\d{1,2})\s*\/\s*(?:20)?(\d{2})\s*$/.exec(input.expiry) ?? [];
  const expMonth = Number(month);
  const expYear = 2000 + Number(year);
  const end = Date.UTC(expYear, expMonth, 1) / 1000;
  if (!(expMonth >= 1 && expMonth <= 12) || end <= world.now()) {
    throw invalid("Your card's expiration date is not valid.", 'exp_year', 'invalid_expiry_year');
  }
  if (digits === TEST_CARDS.declined.replaceAll(' ', '')) throw declined();
  const card: PaymentMethod = {
    ...{ id: world.id('pm'), created: world.now(), customer: customer.id, last4: digits.slice(-4), expMonth, expYear },
    brand: digits.startsWith('5') ? 'mastercard' : digits.startsWith('3') ? 'amex' : 'visa',
    declines: digits === TEST_CARDS.failsLater.replaceAll(' ', ''),
  };
  world.store.paymentMethods.set(card.id, card);
  customer.defaultPaymentMethod = card.id;
  return card;
}

export function findPromotion(world: World, code: string): PromotionCode {
  const wanted = code.trim().toLowerCase();
  for (const row of world.store.promotionCodes.values()) {
    if (row.active && (row.code.toLowerCase() === wanted || row.id === code)) return row;
  }
  throw invalid(`This code is not valid: ${code.trim().slice(0, 40)}`, 'promotion_code');
}

export function discountOf(world: World, promotionCode: string | null): Discount | null {
  if (promotionCode === null) return null;
  const { id, coupon: couponId } = findPromotion(world, promotionCode);
  const coupon = world.need(world.store.coupons, 'coupon', couponId);
  const left = coupon.duration === 'forever' ? null : coupon.duration === 'once' ? 1 : (coupon.durationInMonths ?? 1);
  return { coupon: coupon.id, promotionCode: id, left };
}

/** What is paid on the spot. */
export function dueNow(world: World, session: CheckoutSession): { subtotal: number; discount: number; tax: number } {
  const price = world.need(world.store.prices, 'price', session.price);
  const subtotal = amountIn(price, session.currency) * session.quantity;
  if (session.trialDays) return { subtotal: 0, discount: 0, tax: 0 };
  const coupon = world.store.coupons.get(discountOf(world, session.promotionCode)?.coupon ?? '');
  const off = coupon?.percentOff == null ? (coupon?.amountOff ?? 0) : Math.round((subtotal * coupon.percentOff) / 100);
  const discount = Math.min(subtotal, off);
  const tax = session.automaticTax ? Math.round(((subtotal - discount) * world.options.taxPercent) / 100) : 0;
  return { subtotal, discount, tax };
}

function customerOf(world: World, session: CheckoutSession, email: string | undefined): Customer {
  if (session.customer !== null) return world.need(world.store.customers, 'customer', session.customer);
  const row: Customer = {
    ...{ id: world.id('cus'), created: world.now(), email: email ?? session.customerEmail, name: null, deleted: false },
    ...{ currency: null, balance: 0, defaultPaymentMethod: null, failNext: 0, metadata: {} },
  };
  world.store.customers.set(row.id, row);
  session.customer = row.id;
  return row;
}

/** The press of the pay button. */
export function payCheckout(
  world: World,
  subscriptions: Subscriptions,
  session: CheckoutSession,
  given: { card?: CardInput | undefined; email?: string | undefined },
): Subscription {
  if (session.status !== 'open') throw invalid('This page has been used already or is too old.');
  const customer = customerOf(world, session, given.email);
  if (customer.deleted) throw invalid('This customer does not exist any more.');
  const due = dueNow(world, session);
  const amount = due.subtotal - due.discount + due.tax;
  const needsCard = session.cardCollection === 'always' || amount > 0;
  if (needsCard && !given.card) throw invalid('A card is needed.', 'number');
  const card = given.card && attachCard(world, customer, given.card);
  if (card?.declines && amount > 0) throw declined();
  const subscription = subscriptions.create({
    ...{ customer: customer.id, price: session.price, quantity: session.quantity, currency: session.currency },
    trialEnd: session.trialDays ? world.now() + session.trialDays * DAY : null,
    ...{ missingCard: session.missingCard, paymentMethod: card?.id ?? null, automaticTax: session.automaticTax },
    ...{ discount: discountOf(world, session.promotionCode), metadata: session.subscriptionMetadata },
  });
  session.status = 'complete';
  session.subscription = subscription.id;
  world.emit('checkout.session.completed', renderSession(session, world));
  return subscription;
}
