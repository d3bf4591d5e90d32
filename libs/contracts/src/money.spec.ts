import { describe, expect, it } from 'vitest';
import { formatMoney, minorDigits } from './money.js';

const plain = (text: string) => text.replaceAll(/[\u00A0\u202F]/g, ' ');
const shown = (amount: number, currency: string, locale = 'en-US') => plain(formatMoney({ amount, currency }, locale));

describe('formatMoney', () => {
  it('knows where the decimal point stands in each currency', () => {
    expect(shown(999, 'usd')).toBe('$9.99');
    expect(shown(999, 'jpy')).toBe('¥999');
    expect(shown(12_345, 'kwd')).toBe('KWD 12.345');
    expect(shown(5, 'eur')).toBe('€0.05');
    expect(shown(0, 'usd')).toBe('$0.00');
  });

  it('writes as the reader is used to', () => {
    expect(shown(123_456, 'eur', 'de-DE')).toBe('1.234,56 €');
    expect(shown(123_456, 'jpy', 'ja-JP')).toBe('￥123,456');
    expect(shown(123_456_789, 'eur', 'fr-FR')).toBe('1 234 567,89 €');
  });

  it('shows credits with a minus and keeps big amounts exact', () => {
    expect(shown(-1050, 'usd')).toBe('-$10.50');
    expect(shown(9_007_199_254_740_991, 'usd')).toBe('$90,071,992,547,409.91');
  });

  it('counts like Stripe where Intl differs', () => {
    expect(minorDigits('ISK')).toBe(2);
    expect(shown(150_000, 'isk')).toBe('ISK 1,500');
    expect(shown(150_050, 'isk')).toBe('ISK 1,500.50');
  });
});
