import type { LiveEvent } from '#libs/contracts';

/** One paid or counted event as it is kept for good. Unique by streamer and event id. */
export interface LedgerRow {
  streamerId: string;
  eventId: string;
  epoch: string;
  offset: number;
  /** ms; of two appends of one event in two epochs the later one tells where it is counted. */
  appendedAt: number;
  type: string;
  /** ms, TikTok's time. */
  at: number;
  /** ms. */
  receivedAt: number;
  userId?: string;
  coins?: number;
  giftId?: string;
  count?: number;
  payload: LiveEvent;
}

export interface LedgerRepository {
  /**
   * Idempotent: rows known already and rows of deleted streamers are passed over. A known row that was appended again
   * in a later epoch counts there from now on. Answers how many were new.
   */
  insert(rows: readonly LedgerRow[]): Promise<number>;
}
