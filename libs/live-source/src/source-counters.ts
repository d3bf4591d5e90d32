import type { DriftReason } from '#libs/contracts';
import type { SourceFact } from '#libs/domain';

/** What a message can become; `control` is one that tells of the stream itself. */
export type FactType = SourceFact['type'] | 'control';

/** Stands in for the method of a whole frame that could not be decoded. */
export const FRAME_METHOD = 'WebcastPushFrame';

/**
 * Counts what the wire brought. `message` is called once for every message, and then exactly one of the others.
 * A frame that cannot be decoded is `undecodable` under FRAME_METHOD, without a `message`. Methods are TikTok's
 * names, at most 64 characters of A-Z, a-z, 0-9 and _; `why` comes from a closed list.
 */
export interface SourceCounters {
  /** A frame that could be decoded, keep-alive frames included. */
  frame?(): void;
  message(method: string): void;
  fact(type: FactType, method: string): void;
  ignored(method: string): void;
  /** A method that no table names: drift of the protocol. */
  unknown(method: string): void;
  undecodable(method: string): void;
  /** Decoded, but without what its event needs. */
  invalid(method: string, why: InvalidReason): void;
  /**
   * Beside the outcome, once for each thing that is wrong with a message: all that is unknown, undecodable or
   * invalid, and what became a fact in spite of an impossible value. For drift detection and its samples.
   */
  suspect?(method: string, reason: DriftReason, raw: RawMessage): void;
}

export type InvalidReason = Extract<DriftReason, 'no-id' | 'no-user' | 'no-content' | 'unexpected' | 'absurd-count'>;

/** A message as it came. `payload` may be a view of a larger buffer: copy what is to be kept. */
export interface RawMessage {
  msgId: string;
  payload: Uint8Array | undefined;
  /** ms. */
  receivedAt: number;
}

const nothing = (): void => undefined;

export const NO_COUNTERS: SourceCounters = {
  message: nothing,
  fact: nothing,
  ignored: nothing,
  unknown: nothing,
  undecodable: nothing,
  invalid: nothing,
};
