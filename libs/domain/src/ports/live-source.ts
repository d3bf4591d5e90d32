import type { Gift, LiveEvent, LiveUser } from '#libs/contracts';
import type { TraceContext } from './tracing.js';

/**
 * What a source heard. Everything but gifts is a live event already; a gift is still a hit that carries
 * the running number of its streak, because only the owner of the streak's total can say what is new.
 */
export type SourceFact = Exclude<LiveEvent, { type: 'gift' }> | GiftHit;

export interface GiftHit {
  type: 'gift';
  /** Stable: the same message heard twice has the same id. */
  id: string;
  at: number;
  receivedAt: number;
  user: LiveUser;
  gift: Gift;
  /** Present for gifts that can be sent in a row; the same for all hits of one row. */
  streakId?: string;
  /** Cumulative within a streak; the number sent at once for a gift without one. At least 1. */
  repeatCount: number;
  /** TikTok says that the streak is over. */
  repeatEnd: boolean;
}

/** How a cheap, unsigned look at a room ended. */
export type RoomProbe = { state: 'live'; roomId: string } | { state: 'offline'; roomId?: string };

/** A look that also tells who it is, as far as TikTok says so. */
export interface RoomSight {
  probe: RoomProbe;
  name?: string;
  /** An https address that TikTok signed; it expires. */
  avatar?: string;
  /** Now in the room. */
  viewers?: number;
}

/** Looks at rooms that nobody follows yet. Rejects like `LiveSource.probe`. */
export interface RoomScout {
  describe(handle: string, signal?: AbortSignal, onRequest?: () => void): Promise<RoomSight>;
}

export type LiveSourceErrorKind =
  /** Not live at the moment. */
  | 'offline'
  /** TikTok knows no such user. */
  | 'user-not-found'
  /** TikTok shows a captcha or an empty page to this address. */
  | 'address-blocked'
  /** The sign quota is used up; `retryAfterMs` says until when. */
  | 'sign-rate-limited'
  /** The signing service does not work. */
  | 'sign-outage'
  /** The signing service refuses the key or the plan. */
  | 'sign-refused'
  /** TikTok refuses this device. */
  | 'device-blocked'
  /** Network trouble, timeouts, anything that a later try may mend. */
  | 'transient';

/**
 * What a session is opened for. Who was live a moment ago comes first, then who has just gone live; looks at a room
 * for other reasons, and moves of a connection that still works, take what is left.
 */
export type OpenPurpose = 'resume' | 'start' | 'recheck' | 'move';

/** The operational failure of a source. `message` is for logs; what people read is decided by kind. */
export class LiveSourceError extends Error {
  readonly code: string;
  constructor(
    readonly kind: LiveSourceErrorKind,
    message: string,
    options: { cause?: unknown; retryAfterMs?: number } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'LiveSourceError';
    this.code = `SOURCE.${kind.toUpperCase().replaceAll('-', '_')}`;
    if (options.retryAfterMs !== undefined) this.retryAfterMs = options.retryAfterMs;
  }
  readonly retryAfterMs?: number;
}

/** Why an open session is over. A session ends once, and says nothing after that. */
export type SessionEnd =
  | { kind: 'stream-ended'; detail: string }
  /** Nothing decoded for longer than the watchdog allows, although the socket says it is open. */
  | { kind: 'silent'; silentForMs: number }
  | { kind: 'closed'; code?: number; detail: string }
  /** `close()` was called. */
  | { kind: 'requested' };

export interface FactOrigin {
  history: boolean;
  /** The frame that told them, if that is recorded. */
  trace?: TraceContext;
}

export interface LiveSourceListener {
  /**
   * Facts in the order of the wire. `history` marks what TikTok repeats from before the connection: it may be
   * new to us after a gap, but is never reason for an alert that is older than the connection.
   */
  onFacts(facts: SourceFact[], origin: FactOrigin): void;
  onEnd(end: SessionEnd): void;
  /** A paused or resumed stream, for honest status. */
  onPause?(paused: boolean): void;
}

export interface LiveSession {
  readonly roomId: string;
  /** When the last frame was decoded, keep-alive frames included; ms on the source's clock. */
  readonly lastFrameAt: number;
  /** Idempotent. Resolves when the socket is gone; `onEnd` gets `requested` unless it had ended before. */
  close(): Promise<void>;
}

/**
 * A way to hear a live room. Order: facts come in the order of the wire, one call after another.
 * Repetition: the same message may come again after a reconnect, under the same ids.
 */
export interface LiveSource {
  /**
   * Costs no sign quota. Rejects with LiveSourceError (`user-not-found`, `address-blocked`, `transient`).
   * `onRequest` is called for each request that goes out, at least once and at most three times.
   */
  probe(handle: string, signal?: AbortSignal, onRequest?: () => void): Promise<RoomProbe>;
  /**
   * Costs one sign call, or one for each provider that fails: a source with several goes on to the next within the
   * same attempt. `purpose` decides who goes first when calls are short; without one it is a fresh start.
   * Rejects with LiveSourceError: `sign-rate-limited` before a call is spent when the budget has none for this
   * purpose, with `retryAfterMs` as the time when this room's turn is due. Never hangs longer than its connect
   * timeout, leaks no socket on failure, and closes at once a session whose `signal` was aborted while it was opening.
   * The listener hears nothing before this has resolved.
   */
  open(
    room: { handle: string; roomId: string; purpose?: OpenPurpose },
    listener: LiveSourceListener,
    signal?: AbortSignal,
  ): Promise<LiveSession>;
}
