import { CLOSE_CODES } from '../../../../libs/contracts/src/catalogue.js';

/** What a closed socket means for the page. Delays are in ms. */
export type AfterClose =
  { do: 'stop'; blank: true } | { do: 'retry'; delay: number; blank: boolean; countsAsFailure: boolean };

const MIN_DELAY = 500;
const MAX_DELAY = 30_000;
const FIRST_WINDOW = 1500;
const SLOW_WINDOW = 10_000;
const UNPAID_RETRY = 5 * 60_000;

/** Full jitter between 0.5 and 30 s, the window doubling with each failure in a row. */
export function jitteredDelay(failures: number, random: () => number): number {
  const window = Math.min(MAX_DELAY, FIRST_WINDOW * 2 ** Math.min(failures, 10));
  return Math.round(MIN_DELAY + random() * (window - MIN_DELAY));
}

export function afterClose(code: number, failures: number, random: () => number): AfterClose {
  switch (code) {
    case CLOSE_CODES.unknownKey:
    case CLOSE_CODES.unknownWidget:
      return { do: 'stop', blank: true };
    case CLOSE_CODES.notSubscribed:
      return { do: 'retry', delay: UNPAID_RETRY, blank: true, countsAsFailure: false };
    case CLOSE_CODES.restart:
      return { do: 'retry', delay: jitteredDelay(0, random), blank: false, countsAsFailure: false };
    case CLOSE_CODES.tryLater:
      return { do: 'retry', delay: slowDelay(SLOW_WINDOW, random), blank: false, countsAsFailure: true };
    case CLOSE_CODES.badMessage:
    case CLOSE_CODES.tooMany:
    case CLOSE_CODES.tooLarge:
      return { do: 'retry', delay: slowDelay(MAX_DELAY, random), blank: false, countsAsFailure: true };
    default:
      return { do: 'retry', delay: jitteredDelay(failures, random), blank: false, countsAsFailure: true };
  }
}

/** Where trying at once cannot help: somewhere in the upper two thirds of the window. */
function slowDelay(window: number, random: () => number): number {
  return Math.round(window / 3 + random() * ((window * 2) / 3));
}
