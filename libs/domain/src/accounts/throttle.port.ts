/** So many in so long. */
export interface ThrottleRule {
  /** Names the counter. */
  name: string;
  points: number;
  seconds: number;
}

/** Counts what may not happen too often, for the whole cluster while the counters are in reach, else for this process. */
export interface Throttle {
  /** Counts one more for `key`. A number: too many; ms until there is room again. */
  take(rule: ThrottleRule, key: string): Promise<number | undefined>;
  /** Forgets what was counted. Never rejects. */
  forgive(rule: ThrottleRule, key: string): Promise<void>;
}
