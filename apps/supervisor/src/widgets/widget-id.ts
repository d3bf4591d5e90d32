import { randomInt } from 'node:crypto';

const RANDOM_DIGITS = 6;
const TIME_DIGITS = 9;

/**
 * Short, since it stands in links; later ones sort after earlier ones, and none is the name of a widget type. `now` in
 * ms since 1970.
 */
export function newWidgetId(now: number): string {
  const random = randomInt(36 ** RANDOM_DIGITS)
    .toString(36)
    .padStart(RANDOM_DIGITS, '0');
  return `${now.toString(36).padStart(TIME_DIGITS, '0')}-${random}`;
}
