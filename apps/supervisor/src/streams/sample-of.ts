import { calendarDay, shownTotals, type ProjectionReading, type StoredSample } from '#libs/domain';

export const SAMPLE_MS = 60_000;

/** The minute that a reading of a stream in progress belongs to. `undefined` between streams. */
export function sampleOf(streamerId: string, reading: ProjectionReading): StoredSample | undefined {
  return reading.roomId === undefined ? undefined : minuteOf(streamerId, reading);
}

/** What is shown of the last stream. `undefined` until the base of the epoch is in: the totals would be too low. */
export function minuteOf(streamerId: string, reading: ProjectionReading): StoredSample | undefined {
  const { at, position, base, zone, counted, day, before, viewers } = reading;
  if (base?.epoch !== position.epoch) return undefined;
  const { session } = shownTotals(counted, day, before, calendarDay(zone)(at));
  return {
    ...{ streamerId, at: Math.floor(at / SAMPLE_MS) * SAMPLE_MS, likes: session.likes, coins: session.coins },
    ...{ viewers: viewers?.current ?? null, peak: viewers?.peak ?? null },
  };
}
