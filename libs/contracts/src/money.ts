/** An amount of money in the currency's smallest unit, as Stripe counts it: 999 `eur` is 9.99 EUR, 999 `jpy` is 999 JPY. */
export interface Money {
  amount: number;
  /** ISO 4217, lower case. */
  currency: string;
}

/** Stripe's lists (docs.stripe.com/currencies); `Intl` knows others: ISK, for one, has no decimals there and two here. */
const WITHOUT_DECIMALS = 'bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' ');
const THREE_DECIMALS = 'bhd jod kwd omr tnd'.split(' ');

/** How many digits of an amount in the smallest unit stand behind the decimal point. */
export function minorDigits(currency: string): number {
  const code = currency.toLowerCase();
  if (WITHOUT_DECIMALS.includes(code)) return 0;
  return THREE_DECIMALS.includes(code) ? 3 : 2;
}

/** The amount as people of that language write it. Exact: the digits are moved as text, never divided. */
export function formatMoney({ amount, currency }: Money, locale?: string): string {
  const digits = minorDigits(currency);
  const whole = Math.abs(amount)
    .toString()
    .padStart(digits + 1, '0');
  const cut = whole.length - digits;
  const decimal = `${amount < 0 ? '-' : ''}${whole.slice(0, cut)}${digits === 0 ? '' : `.${whole.slice(cut)}`}`;
  const usual = { style: 'currency', currency: currency.toUpperCase() } as const;
  const shown = new Intl.NumberFormat(locale, usual).resolvedOptions().maximumFractionDigits ?? digits;
  // Currencies whose Stripe unit is finer than their coins (ISK) show decimals only when they have any.
  const needed = Math.max(shown, digits > shown && /\.\d*[1-9]/.test(decimal) ? digits : 0);
  const format = new Intl.NumberFormat(locale, {
    ...{ ...usual, minimumFractionDigits: needed, maximumFractionDigits: needed },
  });
  // Every browser of today takes text, and keeps it exact; the types that widget pages are checked with do not know it.
  return format.format(decimal as unknown as number);
}
