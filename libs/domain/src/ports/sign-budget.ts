import type { BreakerState } from '../signing/circuit-breaker.js';
import type { WindowName } from '../signing/budget-rules.js';
import type { OpenPurpose } from './live-source.js';

/** One call that somebody wants to make. */
export interface CallWanted {
  /** The same for all tries of one room: keeps its place in the line. At most 64 characters. */
  ticket: string;
  purpose: OpenPurpose;
}

/** Why a key makes no calls: its provider said "too many", or refused the key or the plan. */
export type PauseReason = 'rate-limited' | 'refused';

/**
 * Why a call is not made now: the key pauses, a window is spent up to this purpose's share, or (`pace`) calls come
 * too close to each other.
 */
export type RefusalReason = PauseReason | WindowName | 'pace';

export type CallAnswer =
  /** `at`: when, ms on the budget's clock; names the call for `giveBack`. */
  | { granted: true; at: number }
  /** Ask again after `retryAfterMs`: that is when this ticket's turn is due. */
  | { granted: false; reason: RefusalReason; retryAfterMs: number };

/**
 * The calls that one key of one signing service has left: one account for everybody who uses the key, on all nodes.
 *
 * - In no span of a window's length more calls are granted than the window's limit.
 * - The last share of each window is for purposes of higher priority (`SHARES`).
 * - While calls are short, who has higher priority goes first, then who has waited longer.
 * - From the moment `pause` has resolved, no node is granted a call before the pause is over; afterwards calls come
 *   one after another, not all at once. A longer pause replaces a shorter one, never the other way round.
 *
 * Methods reject when the account is out of reach; what was asked may then have been counted.
 */
export interface SignBudget {
  /** One try; never waits. */
  take(wanted: CallWanted): Promise<CallAnswer>;
  /** The call granted `at` was never made. */
  giveBack(at: number): Promise<void>;
  /** Gives up the place in the line; harmless without one. */
  leave(ticket: string): Promise<void>;
  /** Counts calls that were made without asking, for example while the account was out of reach. */
  record(calls: number): Promise<void>;
  pause(forMs: number, reason: PauseReason): Promise<void>;
}

/** What an operator sees of one key. Names the provider, never the key. */
export interface SignBudgetView {
  /** Stable name of provider and key: a hash. */
  id: string;
  /** Place in the order of preference and host, for example "1 sign.example.com". */
  provider: string;
  /** Only windows with a limit. */
  windows: { name: WindowName; limit: number; left: number }[];
  pausedFor?: { ms: number; reason: PauseReason };
  /** Calls that wait for their turn, by purpose. */
  waiting: Partial<Record<OpenPurpose, number>>;
  /** How each node judges the provider; nodes that fell silent are left out. */
  breakers: { nodeId: string; state: BreakerState['name'] }[];
}

/** Rejects when the account is out of reach. */
export interface SignBudgetReader {
  read(): Promise<SignBudgetView[]>;
}
