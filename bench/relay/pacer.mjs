import { latencyHistogram, note, summary } from '../lib/histogram.mjs';
import { nowUs } from '../lib/clock.mjs';
import { eventOf } from './event.mjs';

/** Sleeps at most this long at a time, so that answers of the bus are not kept waiting by the pacing. */
const NAP_MS = 0.25;
/** What is due goes out in pieces of this many, with the event loop's other work between them. */
const PIECE = 200;
const lock = new Int32Array(new SharedArrayBuffer(4));
const turn = () => new Promise((resolve) => setImmediate(resolve));

/**
 * Open loop: the n-th event is due at start + n / rate, whatever became of those before it.
 * `alertEvery`: every how many events one is an alert; 0 for none. `emit(streamer, event)`.
 */
export async function pace(
  { rate, seconds, startUs, measureFromUs, streamers, alertEvery = 0, firstSerial = 0 },
  emit,
) {
  const total = Math.round(rate * seconds);
  const gap = 1e6 / rate;
  const lateness = latencyHistogram();
  let serials = 0;
  let alerts = 0;
  for (let sent = 0; sent < total;) {
    const due = Math.min(total, sent + PIECE, Math.floor((nowUs() - startUs) / gap) + 1);
    for (; sent < due; sent++) {
      const dueUs = startUs + sent * gap;
      const alert = alertEvery > 0 && sent % alertEvery === alertEvery - 1;
      const serial = firstSerial + sent;
      if (dueUs >= measureFromUs) note(lateness, nowUs() - dueUs);
      emit(serial % streamers, eventOf(serial, dueUs, alert));
      serials += serial;
      if (alert) alerts += 1;
    }
    await turn();
    const left = (startUs + sent * gap - nowUs()) / 1000;
    if (left > 0.02) Atomics.wait(lock, 0, 0, Math.min(NAP_MS, left));
  }
  return { sent: total, serials, alerts, lateness: summary(lateness) };
}
