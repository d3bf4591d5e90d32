const QUICK_DEATH_MS = 10_000;
const LONGEST_QUICK_PAUSE_MS = 1000;
const LONGEST_BACKOFF_MS = 30_000;

/**
 * How long to wait before a process that died is started again, in milliseconds.
 * One that has been ready is always back within two seconds: at once, and after a short pause if it keeps dying.
 * One that was never ready is tried at growing intervals.
 * @param {{ everReady: boolean, deathsInARow: number }} history deaths so far, this one included, without a quiet time between
 */
export function restartDelay({ everReady, deathsInARow }) {
  if (deathsInARow <= 1) return 0;
  if (everReady) return Math.min(LONGEST_QUICK_PAUSE_MS, 100 * 2 ** (deathsInARow - 2));
  return Math.min(LONGEST_BACKOFF_MS, 500 * 2 ** (deathsInARow - 2));
}

/** Deaths in a row, after one more death of a process that had lived this long. */
export function countDeath(deathsInARow, livedMs) {
  return livedMs > QUICK_DEATH_MS ? 1 : deathsInARow + 1;
}
