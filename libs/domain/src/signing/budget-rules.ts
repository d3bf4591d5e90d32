import type { OpenPurpose } from '../ports/live-source.js';

export type WindowName = 'minute' | 'hour' | 'day';

/** At most `limit` calls in any span of `lengthMs`. */
export interface BudgetWindow {
  name: WindowName;
  lengthMs: number;
  limit: number;
}

export interface BudgetRules {
  windows: readonly BudgetWindow[];
  /** Least time between two calls, ms, once the burst is used up. */
  spacingMs: number;
  /** Calls that may come at once after a quiet time. */
  burst: number;
}

/** What an operator says of a key; absent ones are not limited, `second` is the pace. */
export interface SignLimits {
  second?: number | undefined;
  minute?: number | undefined;
  hour?: number | undefined;
  day?: number | undefined;
}

/** Calls in order of priority: the lowest rank goes first. */
export const RANKS: Readonly<Record<OpenPurpose, number>> = { resume: 0, start: 1, recheck: 2, move: 2 };
/** How much of each window a rank may use: the rest is kept for the ranks before it. */
export const SHARES = [1, 0.8, 0.5] as const;

/** For this long after a pause calls come evenly, without a burst. */
export const CALM_MS = 10_000;
/** No answer asks to wait longer: what stood in the way may be gone before. */
export const MAX_WAIT_MS = 60 * 60 * 1000;
/** How much of its limits one node uses while the shared account is out of reach. */
export const LOCAL_SHARE = 0.1;

const LENGTHS: Record<WindowName, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };
const DEFAULT_PER_SECOND = 20;
/** As users of the best-known service report them: without a key, and with a free one. */
const ANONYMOUS_LIMITS: SignLimits = { minute: 5, hour: 30, day: 100 };
const KEYED_LIMITS: SignLimits = { day: 2_500 };

/** The rules of a key: what the operator says, over what is known of keys of its kind. */
export function budgetRules(limits: SignLimits, options: { anonymous: boolean }): BudgetRules {
  const given = Object.fromEntries(Object.entries(limits).filter(([, limit]) => limit !== undefined));
  const all: SignLimits = { ...(options.anonymous ? ANONYMOUS_LIMITS : KEYED_LIMITS), ...given };
  const perSecond = all.second ?? DEFAULT_PER_SECOND;
  const windows = (['minute', 'hour', 'day'] as const).flatMap((name) => {
    const limit = all[name];
    return limit === undefined ? [] : [{ name, lengthMs: LENGTHS[name], limit }];
  });
  return { windows, spacingMs: Math.ceil(1000 / perSecond), burst: Math.max(1, Math.floor(perSecond)) };
}

/** How many calls of a window a rank may use. Never none: a small limit would shut out the lower ranks for good. */
export function capOf(limit: number, rank: number): number {
  return Math.max(1, Math.floor(limit * (SHARES[rank] ?? SHARES[2])));
}

/** Least time between calls soon after a pause: no faster than the shortest window allows for ever. */
export function calmSpacingMs(rules: BudgetRules): number {
  const [shortest] = rules.windows.toSorted((a, b) => a.lengthMs - b.lengthMs);
  const even = shortest?.name === 'minute' ? shortest.lengthMs / shortest.limit : 0;
  return Math.ceil(Math.max(rules.spacingMs * 2, even / 2));
}

/** The same rules for one node alone, see LOCAL_SHARE. */
export function localRules(rules: BudgetRules): BudgetRules {
  const windows = rules.windows.map((window) => ({
    ...window,
    limit: Math.max(1, Math.floor(window.limit * LOCAL_SHARE)),
  }));
  return { windows, spacingMs: Math.ceil(rules.spacingMs / LOCAL_SHARE), burst: 1 };
}
