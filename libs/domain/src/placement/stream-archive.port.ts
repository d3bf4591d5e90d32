import type { Counts, LiveEvent } from '#libs/contracts';

/** A minute of a stream. `likes` and `coins` are those of the stream so far. */
export interface StreamMoment {
  /** ms; the beginning of the minute. */
  at: number;
  viewers: number | null;
  likes: number;
  coins: number;
}

export interface StoredSample extends StreamMoment {
  streamerId: string;
  /** The most viewers of the stream so far. */
  peak: number | null;
}

/** Times in ms. */
export interface BlindSpan {
  from: number;
  to: number;
}

/** A stream that ended, as it is kept. Times in ms. */
export interface ArchivedStream {
  id: string;
  roomId: string;
  startedAt: number | null;
  endedAt: number;
  totals: Counts;
  peakViewers: number | null;
  blindMs: number;
  /** Between which times its events were received; without `from` nobody knows when it began. */
  received: { from?: number; to: number };
}

export interface ArchivedStreamPage {
  items: ArchivedStream[];
  /** Where the next page starts; absent on the last one. */
  next?: string;
}

export interface TopGifter {
  user: { id: string; name: string; handle: string; avatar?: string };
  coins: number;
}

export interface ArchivedChart {
  stepMs: number;
  samples: StreamMoment[];
}

/** How streams went. Several supervisors may write the same minute: the last one stands. */
export interface StreamSamples {
  save(samples: readonly StoredSample[]): Promise<void>;
  /** Forgets minutes that are older. */
  prune(keepDays: number): Promise<void>;
}

/** What is kept of streams. */
export interface StreamArchive {
  /** When the stream in that room began, ms; `undefined` while the ledger does not know. */
  startOf(streamerId: string, roomId: string): Promise<number | undefined>;
  /** Newest first. Rejects with BadCursorError. */
  page(streamerId: string, options: { limit: number; cursor?: string | undefined }): Promise<ArchivedStreamPage>;
  /** By its id, or by the room that it was in, which is its name while it goes on. */
  find(streamerId: string, streamId: string): Promise<ArchivedStream | undefined>;
  /** Minutes between two times, oldest first; no more than `most`, by leaving out minutes in between. */
  chart(streamerId: string, span: BlindSpan, most: number): Promise<ArchivedChart>;
  /** Gaps that are over and touch the time between two others, oldest first, cut to it. */
  gaps(streamerId: string, span: BlindSpan): Promise<BlindSpan[]>;
  topGifters(streamerId: string, stream: ArchivedStream, limit: number): Promise<TopGifter[]>;
  /** Every gift, follow and subscription, oldest first, in parts. */
  events(streamerId: string, stream: ArchivedStream): AsyncIterable<LiveEvent[]>;
}

/** Where a reader of the ledger stands, going back. */
export interface LedgerPlace {
  /** ms. */
  receivedAt: number;
  offset: number;
  epoch: string;
}

export interface LedgerLook {
  types: readonly string[];
  /** Rows of that epoch from that offset on are left out: the reader had them from the log. */
  known: { epoch: string; offset: number };
  /** Rows that were received later are left out. ms. */
  until?: number;
  /** The last row that the reader has. */
  after?: LedgerPlace;
  limit: number;
}

export interface LedgerEntry extends LedgerPlace {
  event: LiveEvent;
}

/** The ledger from its end, for whoever looks back beyond the log. */
export interface LedgerReader {
  /** Newest first. */
  readBack(streamerId: string, look: LedgerLook): Promise<LedgerEntry[]>;
}
