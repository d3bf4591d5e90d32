import { describe, expect, it } from 'vitest';
import type { Billing, Plan } from '#libs/contracts';
import {
  allowsText,
  bannerOf,
  commonCurrencies,
  cancelText,
  dayText,
  endText,
  priceText,
  savingText,
  standingText,
} from './billing-words.js';

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

  it('says what a year saves, in each currency, and nothing where it saves nothing', () => {
    const interval = { unit: 'year', count: 1 } as const;
    const yearly = (amount: number, currency = 'eur') => ({ ...plan('yearly', [{ amount, currency }]), interval });
    const of = (year: Plan, currency = 'eur') => savingText(year, [monthly, year], currency);
    expect(of(yearly(9000))).toBe('2 months free');
    expect(of(yearly(9901))).toBeUndefined();
    expect(of(yearly(9900))).toBe('1 month free');
    expect(of(yearly(30_500, 'kwd'), 'kwd')).toBe('2 months free');
    expect(savingText(monthly, [monthly], 'eur')).toBeUndefined();
    const less = { ...yearly(9000), allows: { ...allows, widgets: 3 } };
    expect(of(less)).toBeUndefined();
  });

  it('says what a plan allows', () => {
    expect(allowsText({ widgets: 50, historyDays: 365, priority: 1 })).toEqual([
      ...['Every kind of widget, in every theme', '50 saved widgets', 'Past streams of a year'],
      'Connected first when many start at once',
    ]);
    expect(allowsText({ widgets: 20, historyDays: 30, priority: 0 })).toContain('Past streams of 30 days');
    expect(allowsText({ widgets: null, historyDays: null, priority: 0 })).toContain('All of your past streams');
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
      notices: [],
    } as unknown as Billing;
    expect(standingText(billing, 'Asia/Tokyo')).toContain('until April 1, 2026');
  });

  it('says what has stopped and what to do, and never that all is well', () => {
    const of = (cause: string, until: string | null = null, kinds: string[] = []) => {
      const notices = kinds.map((kind) => ({ kind }));
      return standingText({ entitlement: { cause, until }, subscription: null, notices } as unknown as Billing, 'UTC');
    };
    for (const cause of ['payment-overdue', 'unpaid', 'incomplete', 'paused']) {
      expect(of(cause)).toMatch(/choose (a plan|one)/i);
      expect(of(cause)).not.toMatch(/everything works|is active/i);
    }
    expect(of('grant')).toBe('Given by an admin without end, nothing to pay.');
    expect(of('grant', '2026-03-31T23:30:00.000Z')).toBe('Given by an admin until March 31, 2026, nothing to pay.');
    // Not that there was never one.
    expect(of('never')).toContain('no plan yet');
    expect(of('never', null, ['grant-ended'])).toMatch(/^The plan that you were given has ended/);
  });

  it('promises nobody who cancels or ends more than is so', () => {
    const billing = (cause: string, active = true) =>
      ({
        entitlement: { cause, active, until: '2026-03-31T12:00:00.000Z' },
        subscription: { status: 'past_due', endedAt: null, currentPeriodEnd: '2026-04-20T12:00:00.000Z' },
        notices: [],
      }) as unknown as Billing;
    expect(cancelText(billing('subscription'), 'UTC')).toContain('Everything works until April 20, 2026.');
    expect(cancelText(billing('grace'), 'UTC')).toMatch(/without it your widgets stop on March 31, 2026/);
    expect(cancelText(billing('grant'), 'UTC')).toMatch(/given goes on until March 31, 2026/);
    expect(standingText(billing('grant'), 'UTC')).toMatch(/until March 31, 2026\. A payment .* is missing\.$/);
    expect(endText(billing('grant'))).toContain('goes on');
    expect(endText(billing('unpaid', false))).toContain('choose a plan anew');
  });

  it('says on every page what stops soon or has stopped, and where something is done about it', () => {
    const of = (active: boolean, more: Partial<Billing> = {}) =>
      bannerOf({ enabled: true, entitlement: { active } as Billing['entitlement'], notices: [], ...more }, 'UTC');
    expect(of(true)).toBeUndefined();
    expect(of(false)).toMatchObject({ title: 'You have no plan yet', to: '/pricing' });
    expect(of(false, { enabled: false })).toBeUndefined();
    const until = '2026-03-31T23:30:00.000Z';
    const failed = of(true, { notices: [{ kind: 'payment-failed', until, payUrl: 'https://pay.example/1' }] });
    expect(failed).toMatchObject({ level: 'warn', act: 'Pay now', to: 'https://pay.example/1' });
    expect(failed?.text).toContain('on March 31, 2026');
    const given = of(true, { notices: [{ kind: 'grant-ending', until, payUrl: null }] });
    expect(given).toMatchObject({ level: 'warn', to: '/billing' });
    expect(given?.text).toContain('on March 31, 2026');
    expect(of(false, { notices: [{ kind: 'grant-ended', until, payUrl: null }] })?.level).toBe('bad');
    const two = of(true, { notices: [{ kind: 'two-subscriptions', until: null, payUrl: null }] });
    expect(two).toMatchObject({ level: 'warn', title: 'You have two subscriptions', to: '/billing' });
    const stopped = of(false, { notices: [{ kind: 'stopped', until, payUrl: null }] });
    expect(stopped).toMatchObject({ level: 'bad', to: '/billing' });
  });
});
