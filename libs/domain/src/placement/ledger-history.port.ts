import type { Board, CountMap, LedgerCounts, Ranking, RecentlyCounted } from '../ports/projections.js';

/** What the ledger counts outside one epoch. */
export interface OlderCounts {
  /** Event id and ms of the start of the last stream; absent when none is known. */
  session?: { id: string; startedAt: number };
  totals: CountMap;
  ranks: Partial<Record<Board, Ranking>>;
  profiles: Record<string, string>;
  /** JSON of the newest gift, follow and subscription, of any epoch. */
  latest: Record<string, string>;
  recent: RecentlyCounted[];
}

/** Likes and shares as they were shown in one epoch. */
export interface Checkpoint {
  streamerId: string;
  epoch: string;
  /** ms on the clock of the log. */
  takenAt: number;
  day: string;
  counts: CountMap;
  ranks: Partial<Record<Board, Ranking>>;
  profiles: Record<string, string>;
}

export interface EpochRange {
  streamerId: string;
  epoch: string;
  /** Rows up to this offset. */
  offset: number;
}

/** A stream that the ledger says is over. Likes, shares and viewers are given where the log still shows that stream. */
export interface EndedStream {
  streamerId: string;
  eventId: string;
  roomId: string;
  endedAt: number;
  receivedAt: number;
  likes?: number;
  shares?: number;
  peakViewers?: number;
}

/** Questions to the ledger, and what is kept beside it. */
export interface LedgerHistory {
  /** Everything but `epoch`. `dayStart`: ms. */
  olderThan(streamerId: string, epoch: string, dayStart: number): Promise<OlderCounts>;
  /** Sums over the rows of one epoch, in the order asked. */
  sums(ranges: readonly EpochRange[]): Promise<LedgerCounts[]>;
  /** The same by span and by viewer, for a rebuild. */
  within(range: EpochRange, dayStart: number): Promise<Omit<OlderCounts, 'latest' | 'recent'>>;
  saveCheckpoints(checkpoints: readonly Checkpoint[]): Promise<void>;
  /** The newest one of another epoch than `epoch`. */
  checkpointBefore(streamerId: string, epoch: string): Promise<Checkpoint | undefined>;
  /** Idempotent. */
  closeSessions(ended: readonly EndedStream[]): Promise<void>;
}
