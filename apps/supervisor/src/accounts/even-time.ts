import { setTimeout as sleep } from 'node:timers/promises';

/** More than the work behind it takes, so that its length tells nothing. */
const FLOOR_MS = 300;

/** Answers or fails no sooner than 300 ms from now. */
export async function evenTime<T>(work: () => Promise<T>, floorMs = FLOOR_MS): Promise<T> {
  const floor = sleep(floorMs);
  try {
    return await work();
  } finally {
    await floor;
  }
}
