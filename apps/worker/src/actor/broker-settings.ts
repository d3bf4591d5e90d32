import type { BrokerContext } from '#libs/domain';

/** What an operator may set about brokers; all times in ms. */
export interface BrokerSettings {
  retry: { baseMs: number; maxMs: number };
  /** How often an offline streamer is looked at around the usual hours. */
  offlinePollMs: number;
  /** How often at the quietest times. Default: ten times that. */
  offlinePollMaxMs?: number;
  /** A connection without a frame for this long is told to be degraded. Default: 30 s. */
  quietMs?: number;
  /** A stream of which nothing but keep-alives is heard for this long is looked at. Default: 5 min. */
  unheardMs?: number;
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

/** Time, chance and settings for one decision. */
export function brokerContext(settings: BrokerSettings, clock: Clock): BrokerContext {
  const { retry, offlinePollMs: nearMs, unheardMs: verifyEveryMs } = settings;
  const farMs = settings.offlinePollMaxMs ?? nearMs * 10;
  return { now: clock.now(), random: clock.random(), retry, liveness: { nearMs, farMs }, verifyEveryMs };
}
