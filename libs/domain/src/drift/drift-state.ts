import type { DriftLevel, DriftReason } from '#libs/contracts';

/** Counts of one span of time: `method|all`, `method|<reason>`, `*|all` for all messages, `event:<type>|all`. */
export type DriftCounts = Readonly<Record<string, number>>;

export const ALL_MESSAGES = '*';
/** Stands for all unknown methods beyond the first MAX_UNKNOWN_METHODS. */
export const OTHER_METHOD = 'other';
export const MAX_UNKNOWN_METHODS = 64;

export function countKey(method: string, what: DriftReason | 'all'): string {
  return `${method}|${what}`;
}

export interface DriftOptions {
  /** A window has this many spans; short and long window. */
  spans: { short: number; long: number };
  /** After so many spans, half of what was learned is forgotten. */
  halfLife: number;
  /** Fewer messages than this say nothing. */
  minSample: number;
}

/** Ten minutes and an hour where a span is a minute; half of a baseline is six hours old. */
export const DRIFT_OPTIONS: DriftOptions = { spans: { short: 10, long: 60 }, halfLife: 360, minSample: 10 };

/** One kind of trouble of one method. */
export interface Signal {
  /** What was usual, both fading alike. */
  usualBad: number;
  usualOf: number;
  level?: DriftLevel;
  /** ms; of the level. */
  since: number;
  /** Spans in a row in which the level would have been lower. */
  calm: number;
  /** Spans since it was over; what came before says nothing any more. Absent when it never was, or long ago. */
  sinceOver?: number;
}

/** How often a type of event used to come: in which share of the busy spans. */
export interface Presence {
  present: number;
  spans: number;
  /** Busy spans without one, in a row. */
  missing: number;
}

/** Everything that the decision remembers; plain data, so that any supervisor goes on from it. */
export interface DriftState {
  /** Rises with each change; 0 is none yet. */
  revision: number;
  /** The newest span that was judged, counted from the epoch, and when it ended, ms. */
  span: number;
  judgedAt: number;
  /** Oldest first. */
  window: DriftCounts[];
  signals: Record<string, Signal>;
  presence: Record<string, Presence>;
}

export const NO_DRIFT: DriftState = { revision: 0, span: -1, judgedAt: 0, window: [], signals: {}, presence: {} };
