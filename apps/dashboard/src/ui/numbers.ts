const whole = new Intl.NumberFormat('en');
const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

/** 12,480 */
export const count = (value: number): string => whole.format(value);
/** 12.5K, where there is no room. */
export const shortCount = (value: number): string => (value < 10_000 ? whole.format(value) : short.format(value));
/** 1 gift, 2 gifts */
export const many = (value: number, one: string, more = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : more}`;
