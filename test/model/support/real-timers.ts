import timersPromises from 'node:timers/promises';

/** The clock and the timers of the test itself, taken before any of them is replaced. */
export const real = {
  setTimeout: globalThis.setTimeout,
  setInterval: globalThis.setInterval,
  setImmediate: globalThis.setImmediate,
  clearTimeout: globalThis.clearTimeout,
  clearInterval: globalThis.clearInterval,
  clearImmediate: globalThis.clearImmediate,
  sleep: timersPromises.setTimeout,
  abortTimeout: AbortSignal.timeout.bind(AbortSignal),
  dateNow: Date.now,
  performanceNow: performance.now.bind(performance),
};
