import { describe, expect, it } from 'vitest';
import type { Billing, Plan } from '#libs/contracts';
import { commonCurrencies, dayText, priceText, standingText } from './billing-words.js';

const allows = { widgets: null, historyDays: 30, priority: 0 };
const plan = (id: string, prices: Plan['prices']): Plan => ({
  ...{ id, name: id, description: '', interval: { unit: 'month', count: 1 }, prices, allows },
});
const monthly = plan('monthly', [
  { amount: 900, currency: 'eur' },
  { amount: 1500, currency: 'jpy' },
  { amount: 3050, currency: 'kwd' },
]);

describe('words about money', () => {
  it('writes amounts of every currency with the decimals it has', () => {
    expect(priceText(monthly, 'eur', 'en')).toBe('€9.00 a month');
    expect(priceText(monthly, 'jpy', 'en')).toBe('¥1,500 a month');
    expect(priceText(monthly, 'kwd', 'en')?.replace('\u00A0', ' ')).toBe('KWD 3.050 a month');
    expect(priceText({ ...monthly, interval: { unit: 'month', count: 3 } }, 'eur', 'en')).toBe('€9.00 every 3 months');
  });

  it('offers the currencies that all plans have', () => {
    const yearly = plan('yearly', [
      { amount: 9000, currency: 'eur' },
      { amount: 30_500, currency: 'kwd' },
    ]);
    expect(commonCurrencies([monthly, yearly])).toEqual(['eur', 'kwd']);
    expect(commonCurrencies([])).toEqual([]);
  });

  it('names the day where the reader is', () => {
    const midnight = '2026-03-31T23:30:00.000Z';
    expect(dayText(midnight, 'UTC')).toBe('March 31, 2026');
    expect(dayText(midnight, 'Asia/Tokyo')).toBe('April 1, 2026');
    expect(dayText(midnight, 'America/Los_Angeles')).toBe('March 31, 2026');
    const billing = {
      entitlement: { cause: 'grace', until: midnight },
      subscription: null,
    } as unknown as Billing;
    expect(standingText(billing, 'Asia/Tokyo')).toContain('until April 1, 2026');
  });
});
