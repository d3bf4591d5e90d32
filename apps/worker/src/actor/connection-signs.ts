import type { BrokerSettings } from './broker-settings.js';

const QUIET_MS = 30_000;
const UNHEARD_MS = 300_000;
/** Appends that fail for longer are told. */
const BEHIND_MS = 5_000;

/** What is known of a connection that is up, or of none; times in ms. */
export interface ConnectionReading {
  lastFrameAt: number | undefined;
  lastHeardAt: number | undefined;
  /** For how long nothing could be appended. */
  behindMs: number;
}

/** What is wrong with a connection, `now` in ms. */
export function signsOf(reading: ConnectionReading, settings: BrokerSettings, now: number) {
  const { quietMs = QUIET_MS, unheardMs = UNHEARD_MS } = settings;
  return {
    /** Not even keep-alives come. */
    quiet: now - (reading.lastFrameAt ?? now) >= quietMs,
    /** Nothing of the stream comes: its end may have been missed. */
    unheard: now - (reading.lastHeardAt ?? now) >= unheardMs,
    behind: reading.behindMs >= BEHIND_MS,
  };
}
