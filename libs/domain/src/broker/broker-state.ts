import type { LiveEvent, SourceStatus } from '#libs/contracts';
import type { LiveSourceErrorKind, OpenPurpose, RoomProbe, SessionEnd } from '../ports/live-source.js';

/** Where a broker is between "assigned" and "stopped". */
export type BrokerPhase =
  | { name: 'idle' }
  | { name: 'probing' }
  | { name: 'opening'; roomId: string }
  | { name: 'live'; roomId: string; since: number }
  /** Nobody is live: the next look is due at `until`. */
  | { name: 'waiting-offline'; until: number }
  | { name: 'retrying'; until: number }
  /** A person has to act; a slow look stays, because what TikTok says is sometimes wrong. */
  | { name: 'blocked'; until: number }
  | { name: 'stopped' };

export interface BrokerState {
  phase: BrokerPhase;
  handle: string;
  generation: number;
  /** Names the one async effect whose answer counts; answers to earlier ones are stale. */
  token: number;
  /** Failed tries in a row. */
  attempt: number;
  /** The room of the stream in progress, as the log has it. */
  liveRoomId?: string | undefined;
  /** Streams begun in this log. */
  session: number;
  /** Since when events may be missing. */
  gapFrom?: number | undefined;
  /** Numbers the gaps of this generation. */
  gaps: number;
  status: SourceStatus;
}

export type BrokerFailure = { kind: LiveSourceErrorKind; retryAfterMs?: number | undefined };

/** What happens to a broker. */
export type BrokerMessage =
  | {
      type: 'start';
      log: { liveRoomId?: string; gapFrom?: number; session: number; lastAppendAt: number };
      /**
       * The room was looked at, and if live connected, before the lease was taken. `heard`: the owner before appended
       * everything up to a time from which this connection has heard, so nothing is missing.
       */
      ready?: { heard: boolean };
    }
  | { type: 'probed'; token: number; probe: RoomProbe }
  | { type: 'opened'; token: number; roomId: string }
  | { type: 'failed'; token: number; failure: BrokerFailure }
  | { type: 'session-ended'; token: number; end: SessionEnd; lastFrameAt: number }
  | { type: 'timer'; token: number }
  | { type: 'stop' };

/** What the shell has to do, in this order. */
export type BrokerEffect =
  | { do: 'probe'; token: number }
  | { do: 'open'; token: number; roomId: string; purpose: OpenPurpose }
  | { do: 'schedule'; token: number; delayMs: number }
  | { do: 'close' }
  | { do: 'append'; events: LiveEvent[] }
  | { do: 'report'; status: SourceStatus };

/** Everything that is not message: time, chance and the operator's settings. */
export interface BrokerContext {
  /** ms. */
  now: number;
  /** In [0, 1). */
  random: number;
  retry: { baseMs: number; maxMs: number };
  offlinePollMs: number;
}

export type BrokerDecision = { state: BrokerState; effects: BrokerEffect[] };

export function newBroker(handle: string, generation: number, now: number): BrokerState {
  return {
    phase: { name: 'idle' },
    handle,
    generation,
    token: 0,
    attempt: 0,
    session: 0,
    gaps: 0,
    status: { state: 'connecting', since: now },
  };
}
