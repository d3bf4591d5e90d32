import { setTimeout as sleep } from 'node:timers/promises';

/** CLOCK_MONOTONIC in microseconds: the same clock in every process of this machine. */
export const nowUs = () => Number(process.hrtime.bigint() / 1000n);

export async function untilUs(due) {
  const left = (due - nowUs()) / 1000;
  if (left > 0) await sleep(left);
}
