/** What an operator may set about brokers; all times in ms. */
export interface BrokerSettings {
  retry: { baseMs: number; maxMs: number };
  offlinePollMs: number;
  streakTimeoutMs: number;
}

/** Time and chance, so that tests can hold them. */
export interface Clock {
  /** ms since the Unix epoch. */
  now(): number;
  /** In [0, 1). */
  random(): number;
}

export const systemClock: Clock = { now: Date.now, random: Math.random };
