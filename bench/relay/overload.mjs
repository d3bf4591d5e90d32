import { Running } from './round.mjs';

const ALERT_EVERY = 20;

/** Twice the rate that each system sustains, one event in twenty an alert: are all alerts delivered, how late, at what memory. */
export async function overload({ systems, highest, seconds, warmup, rounds, size, context, log }) {
  const results = [];
  for (let round = 0; round < rounds; round++) {
    for (const system of systems) {
      const rate = 2 * (highest.get(system.id) ?? 0);
      if (rate === 0) continue;
      const running = await Running.start(system, { ...size, alertEvery: ALERT_EVERY }, context);
      try {
        const { alerts, latency, delivered, expected, memory, drainMs, latenessMs, append } = await running.measure({
          rate,
          warmup,
          seconds,
          alertEvery: ALERT_EVERY,
        });
        results.push({
          system: system.id,
          round,
          rate,
          alerts,
          latency,
          delivered,
          expected,
          memory,
          drainMs,
          latenessMs,
          append,
        });
        log(
          `${system.title} at ${rate}/s: alerts ${alerts.delivered} of ${alerts.sent}, p99 ${alerts.p99} ms, ` +
            `all ${delivered} of ${expected}, memory ${JSON.stringify(memory)}`,
        );
      } finally {
        await running.stop();
      }
    }
  }
  return results;
}
