import type { Gift, LiveEvent, LiveEventType, LiveUser, Position, Snapshot, SourceStatus } from '#libs/contracts';
import type { TraceContext } from './tracing.js';

/** Who writes: checked against the lease at each append. */
export interface Owner {
  nodeId: string;
  generation: number;
}

/** A streak as the log knows it. `user` and `gift` are there while it is open, so that a successor can close it. */
export interface StreakTotal {
  total: number;
  closed: boolean;
  /** ms of the last hit. */
  lastAt: number;
  user?: LiveUser;
  gift?: Gift;
}

/** What a living owner puts into a new epoch where the storage has nothing. */
export interface LogResumption {
  liveRoomId?: string | undefined;
  gapFrom?: number | undefined;
  session: number;
  /** Totals from before the events that will be appended again. */
  streaks: ReadonlyMap<string, number>;
}

/** What an owner has to know before it may write. */
export interface LogState {
  position: Position;
  /** ms up to which everything that was heard is in the log; 0 before the first append. */
  lastAppendAt: number;
  /** Our clock minus TikTok's, by the newest events, ms; absent when none of them tells. */
  clockDifferenceMs?: number;
  /** Since when a gap is open; absent while none is. */
  gapFrom?: number;
  /** The room of the stream in progress; absent between streams. */
  liveRoomId?: string;
  /** How many streams began in this log. */
  session: number;
  streaks: Map<string, StreakTotal>;
  /** What was said of the connection last; absent where nothing was, or nothing that can be read. */
  status?: SourceStatus;
}

export type OpenResult =
  { outcome: 'opened'; state: LogState } | { outcome: 'lease-missing' } | { outcome: 'lease-lost' };

export interface AppendEntry {
  event: LiveEvent;
  /** Streak total that the writer believes came before; given for every gift with a streak. */
  streakBefore?: number;
  /** It was in the log before the log was lost: what the base of a new epoch holds of it is not counted again. */
  again?: true;
  /** The frame that it was heard in, if that is recorded. */
  trace?: TraceContext;
}

export interface AppendBatch {
  streamerId: string;
  owner: Owner;
  /** The writer's last known position. */
  position: Position;
  /** The streamer's calendar day, YYYY-MM-DD in their time zone. */
  day: string;
  entries: AppendEntry[];
  /** Goes with the push to whoever follows. */
  trace?: TraceContext;
}

export type AppendResult =
  /** `position` is the new head. `accepted` counts what was new; the rest had been seen before. */
  | { outcome: 'appended'; position: Position; accepted: number }
  /** Nothing was written: stored streak totals differ from `streakBefore`. They come back. */
  | { outcome: 'streak-conflict'; streaks: Map<string, number> }
  /** Nothing was written: the lease is not there, or an older generation's (Redis was wiped, or it expired). */
  | { outcome: 'lease-missing' }
  /** Nothing was written: somebody else owns the streamer now. */
  | { outcome: 'lease-lost' }
  /** Nothing was written: the log is not the one that the writer knew (lost, or its tail is missing). */
  | { outcome: 'log-reset'; position: Position };

/**
 * One log per streamer. Append is atomic with dedupe, offsets, projections, outbox and push; offsets are dense
 * from 1 within an epoch; an id is accepted once. Rejects when Redis is out of reach: then nothing or everything
 * of the batch was written, and appending it again is safe.
 */
export interface EventLogWriter {
  /**
   * Reads what a new owner must know. Sets up an empty log where there is none, and begins a new epoch where the log
   * came from another life of the storage, which may have lost its tail.
   */
  open(streamerId: string, owner: Owner): Promise<OpenResult>;
  append(batch: AppendBatch): Promise<AppendResult>;
  /** Begins a new epoch after `log-reset`, unless another writer has done so already. */
  renewEpoch(streamerId: string, owner: Owner, lost: Position, resumption: LogResumption): Promise<AppendResult>;
  /** Stores and pushes what is known of the connection. Ignored from an older generation than the last. */
  reportStatus(streamerId: string, generation: number, status: SourceStatus): Promise<void>;
}

/**
 * Forgets everything that is stored of a streamer who is gone: log, counters, names, marks, lease. The fence stays for
 * a week, so bar every generation first. Idempotent.
 */
export interface EventLogEraser {
  forget(streamerId: string): Promise<void>;
}

export interface StoredEntry {
  offset: number;
  type: LiveEventType;
  /** The event's JSON, as it was appended. */
  json: string;
}

/** An alert that may still have to be shown. `offset` counts in the epoch that it was appended in. */
export interface StoredAlert {
  event: LiveEvent;
  epoch: string;
  offset: number;
}

export interface SnapshotRequest {
  /** Types and number of recent events. */
  types: ReadonlySet<LiveEventType>;
  limit: number;
  /** How many of the newest alerts; 0 for widgets that have no queue. */
  alerts: number;
}

export interface LogSnapshot {
  position: Position;
  snapshot: Snapshot;
  status: SourceStatus;
  /** The newest alerts, oldest first, of every alert type. */
  alerts: StoredAlert[];
}

/** Reads are snapshots; `read` returns entries in rising offset. */
export interface EventLogReader {
  head(streamerId: string): Promise<Position>;
  /** Entries after `after`; `undefined` when the log does not hold all of them (other epoch, trimmed, beyond). */
  read(streamerId: string, after: Position, limit: number): Promise<StoredEntry[] | undefined>;
  snapshot(streamerId: string, want: SnapshotRequest): Promise<LogSnapshot>;
}

export interface LogPage {
  epoch: string;
  /** Newest first. */
  entries: StoredEntry[];
}

/** The log from its end, for whoever looks back. */
export interface EventLogHistory {
  /**
   * The newest entries below `before`, at most `limit`; without it the newest of all. None when the log ends there, or
   * is in another epoch by now, which is then the one that is answered.
   */
  readBack(streamerId: string, before: Position | undefined, limit: number): Promise<LogPage>;
}
