/** Rows as they are stored, without secrets: plain values that JSON can hold. */
export type ArchiveRow = Record<string, unknown>;

/** Everything stored about an account and its streamer, for its owner to take along. */
export interface AccountArchive {
  account(accountId: string): Promise<ArchiveRow>;
  sessions(accountId: string): Promise<ArchiveRow[]>;
  tokens(accountId: string): Promise<ArchiveRow[]>;
  /** What the account did, and what was done to it. */
  audit(accountId: string): AsyncIterable<readonly ArchiveRow[]>;
  /** What is known of payments, plans and what was said about them. */
  billing(accountId: string): Promise<ArchiveRow>;
  streamer(streamerId: string): Promise<ArchiveRow>;
  widgets(streamerId: string): Promise<ArchiveRow[]>;
  goals(streamerId: string): Promise<ArchiveRow[]>;
  moderation(streamerId: string): Promise<ArchiveRow>;
  /** What likes, shares and rankings stood at, which the ledger does not say. */
  counts(streamerId: string): Promise<ArchiveRow[]>;
  /** Oldest first. */
  streams(streamerId: string): Promise<ArchiveRow[]>;
  /** The minutes of the charts, oldest first, some at a time. */
  samples(streamerId: string): AsyncIterable<readonly ArchiveRow[]>;
  /** Gifts, follows and subscriptions, oldest first, some at a time. */
  ledger(streamerId: string): AsyncIterable<readonly ArchiveRow[]>;
}
