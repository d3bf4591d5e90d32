import type { Price } from './engine/model.js';
import type { StripeSimulator } from './simulator.js';

/** What the demo sells, under ids that never change, so that a configuration can name them. */
export const DEMO_PRICES = { monthly: 'price_demo_monthly', yearly: 'price_demo_yearly' } as const;
export const DEMO_PROMOTION = 'WELCOME20';

const MONTHLY = { currency: 'eur', unitAmount: 900, otherCurrencies: { usd: 990, gbp: 790, jpy: 1500, kwd: 3050 } };
const YEARLY = {
  currency: 'eur',
  unitAmount: 9000,
  otherCurrencies: { usd: 9900, gbp: 7900, jpy: 15_000, kwd: 30_500 },
};

/** Puts the demo's plans and a promotion code there, unless they are there already. */
export function plantCatalogue({ world }: StripeSimulator): void {
  const { products, prices, coupons, promotionCodes } = world.store;
  const created = world.now();
  const product = (id: string, name: string, description: string) =>
    products.set(id, { id, created, name, description, active: true, metadata: {} });
  product('prod_demo_monthly', 'StreamShape Monthly', 'Your TikTok LIVE on stream, month by month.');
  product('prod_demo_yearly', 'StreamShape Yearly', 'Your TikTok LIVE on stream, two months free.');
  const price = (
    id: string,
    productId: string,
    more: Pick<Price, 'currency' | 'unitAmount' | 'otherCurrencies' | 'interval'>,
  ) =>
    prices.set(id, {
      ...{ id, created, product: productId, active: true, intervalCount: 1, nickname: null, lookupKey: null },
      ...{ metadata: {}, ...more },
    });
  price(DEMO_PRICES.monthly, 'prod_demo_monthly', { ...MONTHLY, interval: 'month' });
  price(DEMO_PRICES.yearly, 'prod_demo_yearly', { ...YEARLY, interval: 'year' });
  const coupon = { id: 'welcome20', created, name: 'Welcome', percentOff: 20, amountOff: null, currency: null };
  coupons.set(coupon.id, { ...coupon, duration: 'once', durationInMonths: null });
  promotionCodes.set('promo_demo', {
    id: 'promo_demo',
    created,
    code: DEMO_PROMOTION,
    coupon: coupon.id,
    active: true,
  });
}
