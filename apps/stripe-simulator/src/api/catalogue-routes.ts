import type { Coupon, Interval, Price } from '../engine/model.js';
import { renderCoupon, renderPrice, renderProduct, renderPromotionCode } from '../engine/render.js';
import { invalid } from '../engine/stripe-error.js';
import type { World } from '../engine/world.js';
import { page, type ApiRoute } from './call.js';
import type { Params } from './form.js';

const INTERVALS: readonly string[] = ['day', 'week', 'month', 'year'];

function readPrice(params: Params, world: World): Price {
  const recurring = params.object('recurring');
  const interval = recurring.need('interval');
  if (!INTERVALS.includes(interval)) throw invalid(`Invalid recurring[interval]: ${interval}`, 'recurring[interval]');
  const unitAmount = params.int('unit_amount');
  if (unitAmount === undefined)
    throw invalid('Missing required param: unit_amount.', 'unit_amount', 'parameter_missing');
  const product = params.need('product');
  world.need(world.store.products, 'product', product, 'product');
  const others = Object.entries(params.numbers('currency_options')).map(([code, option]) => [
    code,
    option.int('unit_amount') ?? 0,
  ]);
  return {
    ...{ id: world.id('price'), created: world.now(), product, active: true, unitAmount },
    currency: params.need('currency').toLowerCase(),
    otherCurrencies: Object.fromEntries(others) as Record<string, number>,
    ...{ interval: interval as Interval, intervalCount: recurring.int('interval_count') ?? 1 },
    ...{ nickname: params.text('nickname') ?? null, lookupKey: params.text('lookup_key') ?? null },
    metadata: params.metadata(),
  };
}

/** Products, prices, coupons and promotion codes. */
export function catalogueRoutes(world: World): Record<string, ApiRoute> {
  const { products, prices, coupons, promotionCodes } = world.store;
  return {
    'POST /v1/products': ({ params }) => {
      const row = {
        ...{ id: world.id('prod'), created: world.now(), name: params.need('name'), active: true },
        ...{ description: params.text('description') ?? null, metadata: params.metadata() },
      };
      products.set(row.id, row);
      return renderProduct(row);
    },
    'GET /v1/products': (call) => page(call, products.values(), renderProduct),
    'GET /v1/products/:id': (_call, id) => renderProduct(world.need(products, 'product', id)),
    'POST /v1/prices': ({ params }) => {
      const row = readPrice(params, world);
      prices.set(row.id, row);
      return renderPrice(row);
    },
    'GET /v1/prices': (call) => page(call, prices.values(), renderPrice),
    'GET /v1/prices/:id': (_call, id) => renderPrice(world.need(prices, 'price', id, 'price')),
    'POST /v1/coupons': ({ params }) => {
      const duration = params.text('duration') ?? 'once';
      if (duration !== 'once' && duration !== 'forever' && duration !== 'repeating') {
        throw invalid(`Invalid duration: ${duration}`, 'duration');
      }
      const row = {
        ...{ id: params.text('id') ?? world.id('co'), created: world.now(), name: params.text('name') ?? null },
        ...{ percentOff: params.int('percent_off') ?? null, amountOff: params.int('amount_off') ?? null },
        ...{
          currency: params.text('currency') ?? null,
          duration,
          durationInMonths: params.int('duration_in_months') ?? null,
        },
      } satisfies Coupon;
      coupons.set(row.id, row);
      return renderCoupon(row);
    },
    'GET /v1/coupons': (call) => page(call, coupons.values(), renderCoupon),
    'GET /v1/coupons/:id': (_call, id) => renderCoupon(world.need(coupons, 'coupon', id)),
    'POST /v1/promotion_codes': ({ params }) => {
      const coupon = params.object('promotion').text('coupon') ?? params.need('coupon');
      world.need(coupons, 'coupon', coupon, 'coupon');
      const code = params.text('code') ?? world.id('').slice(1, 9).toUpperCase();
      const row = { id: world.id('promo'), created: world.now(), code, coupon, active: true };
      promotionCodes.set(row.id, row);
      return renderPromotionCode(row);
    },
    'GET /v1/promotion_codes': (call) => {
      const code = call.params.text('code')?.toLowerCase();
      const rows = [...promotionCodes.values()].filter((row) => code === undefined || row.code.toLowerCase() === code);
      return page(call, rows, renderPromotionCode);
    },
  };
}
