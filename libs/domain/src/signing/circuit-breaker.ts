import { growingDelay } from '../growing-delay.js';

/**
 * Whether calls to a provider make sense. `trips` counts the times it opened without a success in between; `until` is
 * when a probe may go, `since` when the probe that is under way began. ms on one clock.
 */
export type BreakerState =
  | { name: 'closed'; failures: number }
  | { name: 'open'; until: number; trips: number; cause: 'outage' | 'refused' }
  | { name: 'half-open'; since: number; trips: number };

export interface BreakerOptions {
  /** Outages in a row that open it. */
  threshold: number;
  /** First time that it stays open after outages; doubles up to the longest. ms. */
  coolDownMs: number;
  maxCoolDownMs: number;
  /** The same after the provider refused the key. */
  refusedMs: number;
  maxRefusedMs: number;
  /** A probe that says nothing for this long is forgotten, and the next may go. ms. */
  probeMs: number;
}

export const BREAKER_DEFAULTS: BreakerOptions = {
  threshold: 3,
  coolDownMs: 5_000,
  maxCoolDownMs: 5 * 60_000,
  refusedMs: 5 * 60_000,
  maxRefusedMs: 30 * 60_000,
  probeMs: 60_000,
};

/**
 * How a call went, as far as it tells of the provider: `up` is any answer that makes sense, also "too many calls" or
 * "no such room"; `unknown` is a call that was given up or never made.
 */
export type CallOutcome = 'up' | 'outage' | 'refused' | 'unknown';

export const CLOSED: BreakerState = { name: 'closed', failures: 0 };

export type Admission =
  | { admitted: true; probe: boolean }
  /** `afterMs`: when it makes sense to ask again. */
  | { admitted: false; cause: 'outage' | 'refused'; afterMs: number };

const PROBE_WAIT_MS = 1_000;

/** May a call go now? While half-open one at a time goes as a probe. Pure. */
export function admitCall(
  state: BreakerState,
  now: number,
  options: BreakerOptions,
): { state: BreakerState; admission: Admission } {
  if (state.name === 'closed') return { state, admission: { admitted: true, probe: false } };
  // Longer than any cool-down is a clock that was set back.
  if (state.name === 'open' && now < state.until && state.until - now <= longestOf(state.cause, options)) {
    return { state, admission: { admitted: false, cause: state.cause, afterMs: state.until - now } };
  }
  if (state.name === 'half-open' && now >= state.since && now < state.since + options.probeMs) {
    return { state, admission: { admitted: false, cause: 'outage', afterMs: PROBE_WAIT_MS } };
  }
  const probing: BreakerState = { name: 'half-open', since: now, trips: state.trips };
  return { state: probing, admission: { admitted: true, probe: true } };
}

function longestOf(cause: 'outage' | 'refused', options: BreakerOptions): number {
  return cause === 'outage' ? options.maxCoolDownMs : options.maxRefusedMs;
}

/**
 * What a call's outcome makes of it. While half-open the probe alone counts, while open nothing does but a refused
 * key. `random` in [0, 1) spreads the cool-down over its second half, so that nodes do not probe together. Pure.
 */
export function settleCall(
  state: BreakerState,
  call: { outcome: CallOutcome; probe: boolean },
  context: { now: number; random: number },
  options: BreakerOptions,
): BreakerState {
  const { outcome, probe } = call;
  if (outcome === 'refused') return refuse(state, context, options);
  if (state.name === 'open' || (state.name === 'half-open' && !probe)) return state;
  // A probe that told nothing makes room for the next one.
  if (outcome === 'unknown') return probe && state.name === 'half-open' ? { ...state, since: -options.probeMs } : state;
  if (outcome === 'up') return CLOSED;
  if (state.name === 'half-open') return open(state.trips + 1, 'outage', context, options);
  const failures = state.failures + 1;
  return failures < options.threshold ? { name: 'closed', failures } : open(1, 'outage', context, options);
}

function refuse(state: BreakerState, context: { now: number; random: number }, options: BreakerOptions): BreakerState {
  if (state.name === 'open' && state.cause === 'refused') return state;
  const trips = state.name === 'half-open' ? state.trips + 1 : 1;
  return open(trips, 'refused', context, options);
}

function open(
  trips: number,
  cause: 'outage' | 'refused',
  { now, random }: { now: number; random: number },
  options: BreakerOptions,
): BreakerState {
  const first = cause === 'outage' ? options.coolDownMs : options.refusedMs;
  const bound = growingDelay(first, longestOf(cause, options), trips - 1);
  return { name: 'open', until: now + Math.round(bound * (0.5 + random / 2)), trips, cause };
}
