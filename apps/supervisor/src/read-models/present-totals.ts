import type { Counts } from '#libs/contracts';
import { shownTotals, type ProjectionStore } from '#libs/domain';
import { ProblemError } from '../http/problem.js';

/**
 * All-time totals as they are shown. Throws a problem when they cannot be known at the moment: without the base they
 * would be too low, and whatever counts from them would jump later.
 */
export async function presentTotals(projections: ProjectionStore, streamerId: string): Promise<Counts> {
  const [reading] = await projections.read([streamerId]).catch(() => {
    throw new ProblemError(503, 'TOTALS.UNAVAILABLE', 'The totals cannot be read at the moment. Try again');
  });
  if (reading === undefined) return shownTotals({}, '', { day: '', counts: {} }, '').allTime;
  if (reading.base?.epoch !== reading.position.epoch) {
    throw new ProblemError(503, 'TOTALS.UNAVAILABLE', 'The totals are being rebuilt. Try again in some seconds');
  }
  return shownTotals(reading.counted, reading.day, reading.before, reading.day).allTime;
}
