import type { LiveEvent } from '#libs/contracts';

/** One paid or counted event as it is kept for good. Unique by streamer and event id. */
export interface LedgerRow {
  streamerId: string;
  eventId: string;
  epoch: string;
  offset: number;
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
  /** Idempotent: rows known already and rows of deleted streamers are passed over. Answers how many were new. */
  insert(rows: readonly LedgerRow[]): Promise<number>;
}
