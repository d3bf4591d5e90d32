/** More doublings than any delay needs, and few enough that the number stays one. */
const MOST_DOUBLINGS = 40;

/** How long to wait before the next try: `firstMs`, doubled for each of `times` tries before, at most `lastMs`. */
export function growingDelay(firstMs: number, lastMs: number, times: number): number {
  return Math.min(lastMs, firstMs * 2 ** Math.min(times, MOST_DOUBLINGS));
}
