import type { LiveEvent } from '#libs/contracts';

/** An event on its way to the ledger. */
export interface OutboxEntry {
  streamerId: string;
  epoch: string;
  offset: number;
  /** ms on the storage's clock. */
  appendedAt: number;
  event: LiveEvent;
}

export interface OutboxBatch {
  entries: OutboxEntry[];
  /** Forgets the batch. Call it after the entries are stored; without it they come again. */
  acknowledge(): Promise<void>;
}

/** What the ledger has not stored yet, at least once, in order per streamer. */
export interface Outbox {
  /** The next batch, with what an earlier reader took and did not acknowledge; empty when there is nothing. */
  take(limit: number): Promise<OutboxBatch>;
}
