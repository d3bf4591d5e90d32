import type { LiveEvent, SourceStatus } from '#libs/contracts';
import type { LiveHabits } from '../liveness/habits.js';
import type { LivenessBounds } from '../liveness/schedule.js';
import type { LiveSourceErrorKind, OpenPurpose, RoomProbe, SessionEnd } from '../ports/live-source.js';
import type { BrokerConcern } from './status-words.js';

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
  /** A blind time before the open gap, to be told when that one closes. */
  untold?: { from: number; to: number } | undefined;
  /** The last failure, and how often it came in a row. */
  failing?: { kind: LiveSourceErrorKind; times: number } | undefined;
  /** Connections in a row that ended soon after they had begun. */
  flaps: number;
  /** When the stream was known to be live last, ms. */
  lastLiveAt?: number | undefined;
  /** When somebody asked to look now, ms. */
  askedAt?: number | undefined;
  /** What the shared schedule said last. */
  habits?: LiveHabits | undefined;
  stretch: number;
  /** When TikTok was asked last whether a stream that says nothing is still on, ms, and how often it said no since. */
  verifiedAt?: number | undefined;
  doubts: number;
  /** What is wrong with the connection that is up. */
  concerns: readonly BrokerConcern[];
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
      /** The owner before made way, and said this last: its wait is waited to the end. */
      moved?: SourceStatus | undefined;
    }
  | { type: 'probed'; token: number; probe: RoomProbe }
  | { type: 'opened'; token: number; roomId: string }
  | { type: 'failed'; token: number; failure: BrokerFailure }
  | { type: 'session-ended'; token: number; end: SessionEnd; lastFrameAt: number }
  | { type: 'timer'; token: number }
  /** The shared schedule gave the look a slot, so many ms from now. */
  | { type: 'booked'; token: number; waitMs: number; stretch: number; habits?: LiveHabits | undefined }
  /** The shared schedule is out of reach: nobody may look. */
  | { type: 'unbooked'; token: number }
  /** Somebody asked to look now. */
  | { type: 'nudge' }
  /** Something about a connection that is up became wrong, or right again. */
  | { type: 'concern'; concern: BrokerConcern; on: boolean }
  /** The connection is up, but nothing of the stream was heard for minutes: its end may have been missed. */
  | { type: 'unheard' }
  | { type: 'verified'; token: number; live: boolean }
  /** Events that were heard between these times, ms, did not get to the log. */
  | { type: 'dropped'; from: number; to: number }
  | { type: 'stop' };

/** What the shell has to do, in this order. */
export type BrokerEffect =
  /** `free`: the answer is at hand, so no turn of the shared schedule is needed. */
  | { do: 'probe'; token: number; urgent: boolean; everyMs: number; free?: true }
  | { do: 'open'; token: number; roomId: string; purpose: OpenPurpose }
  /** A look beside the open connection. */
  | { do: 'verify'; token: number; everyMs: number }
  /** Ends the connection; what it still says is of no interest. */
  | { do: 'hang-up' }
  /** No look is needed for now. */
  | { do: 'leave-schedule' }
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
  liveness: LivenessBounds;
  /** How often TikTok is asked about a connection on which nothing is heard of the stream, ms. Default: 5 min. */
  verifyEveryMs?: number | undefined;
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
    flaps: 0,
    stretch: 1,
    doubts: 0,
    concerns: [],
    status: { state: 'connecting', since: now },
  };
}
