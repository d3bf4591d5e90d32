import type { SignBudgetReader, SignBudgetView } from '#libs/domain';
import type { Metrics } from './metrics.js';

/** One look serves all gauges of a scrape. */
const FRESH_MS = 500;
/** A scrape does not wait longer for Redis. */
const PATIENCE_MS = 500;

/**
 * What is left of each sign key, who waits, and for how long it pauses, read when Prometheus asks. While the account
 * is out of reach the gauges have no value.
 */
export function registerSignBudgetMetrics(metrics: Metrics, reader: SignBudgetReader): void {
  const views = shared(reader);
  metrics.gauge({
    name: 'streamshape_sign_calls_left',
    help: 'Sign calls that a provider’s key has left, by window',
    labelNames: ['provider', 'window'],
    async collect() {
      this.reset();
      for (const { provider, windows } of await views()) {
        for (const { name, left } of windows) this.set({ provider, window: name }, left);
      }
    },
  });
  metrics.gauge({
    name: 'streamshape_sign_calls_waiting',
    help: 'Rooms that wait for their turn to sign, by purpose',
    labelNames: ['provider', 'purpose'],
    async collect() {
      this.reset();
      for (const { provider, waiting } of await views()) {
        for (const [purpose, count] of Object.entries(waiting)) this.set({ provider, purpose }, count);
      }
    },
  });
  metrics.gauge({
    name: 'streamshape_sign_paused_seconds',
    help: 'For how much longer a key makes no calls, by reason; 0 when it may',
    labelNames: ['provider', 'reason'],
    async collect() {
      this.reset();
      for (const { provider, pausedFor } of await views()) {
        this.set({ provider, reason: pausedFor?.reason ?? 'none' }, (pausedFor?.ms ?? 0) / 1000);
      }
    },
  });
}

function shared(reader: SignBudgetReader): () => Promise<SignBudgetView[]> {
  let latest: { at: number; views: Promise<SignBudgetView[]> } | undefined;
  return () => {
    if (latest && performance.now() - latest.at < FRESH_MS) return latest.views;
    latest = { at: performance.now(), views: inTime(reader.read()) };
    return latest.views;
  };
}

async function inTime(reading: Promise<SignBudgetView[]>): Promise<SignBudgetView[]> {
  const late = Promise.withResolvers<SignBudgetView[]>();
  const timer = setTimeout(() => late.resolve([]), PATIENCE_MS);
  try {
    return await Promise.race([reading.catch(() => []), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
