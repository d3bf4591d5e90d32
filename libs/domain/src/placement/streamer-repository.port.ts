import type { StreamerReadModel } from '#libs/contracts';
import type { AuditNote } from '../accounts/audit.port.js';
import type { RunStanding } from '../accounts/may-run.js';

/** A key that opens a streamer's widgets: looked up by hash, shown again by decrypting. */
export interface StoredWidgetKey {
  /** SHA-256 of the key, hex. */
  hash: string;
  /** Only the holder of the encryption key can read it. */
  encrypted: string;
}

export interface NewStreamer {
  id: string;
  handle: string;
  enabled: boolean;
  timeZone: string;
  key: StoredWidgetKey;
  /** Whose it is; left out: nobody's, made by the operator. */
  accountId?: string | null;
  /** Whether it may run as long as nothing was decided about the account's plan; left out: yes. What was decided counts. */
  entitled?: boolean;
}

/** What account and payment say about a streamer. */
export type StreamerStanding = Partial<Pick<RunStanding, 'suspended' | 'entitled'>>;

export interface StreamerRecord extends NewStreamer, RunStanding {
  accountId: string | null;
  entitled: boolean;
  /** Rises with each change. */
  rev: number;
  /** ms. */
  createdAt: number;
  broker: { generation: number; nodeId: string | null };
}

export interface StreamerChange {
  handle?: string | undefined;
  enabled?: boolean | undefined;
  timeZone?: string | undefined;
}

export interface StreamerPage {
  items: StreamerRecord[];
  /** Where the next page starts; absent on the last one. */
  next?: string;
}

/** Somebody else follows this room already. */
export class HandleTakenError extends Error {
  readonly code = 'STREAMER.HANDLE_TAKEN';
  constructor(readonly handle: string) {
    super(`The handle ${handle} belongs to another streamer`);
    this.name = 'HandleTakenError';
  }
}

/** The account that it would belong to went meanwhile. */
export class AccountGoneError extends Error {
  readonly code = 'ACCOUNT.GONE';
  override readonly name = 'AccountGoneError';
}

/** An account has one streamer. */
export class AccountHasStreamerError extends Error {
  readonly code = 'ACCOUNT.HAS_STREAMER';
  override readonly name = 'AccountHasStreamerError';
}

/** The text that asked for a page is not one that this repository gave out. */
export class BadCursorError extends Error {
  readonly code = 'PAGE.BAD_CURSOR';
  override readonly name = 'BadCursorError';
}

/**
 * Streamers and, in the same transaction, the wish for their broker: what changes the room or the day raises the
 * broker's generation, so the running one becomes stale. Each change raises `rev`.
 */
export interface StreamerRepository {
  /** Rejects with HandleTakenError, AccountHasStreamerError or AccountGoneError. */
  create(streamer: NewStreamer, audit?: readonly AuditNote[]): Promise<StreamerRecord>;
  find(id: string): Promise<StreamerRecord | undefined>;
  findByKeyHash(keyHash: string): Promise<StreamerRecord | undefined>;
  /** In lower case, without the @. */
  findByHandle(handle: string): Promise<StreamerRecord | undefined>;
  /** Oldest first. Rejects with BadCursorError. */
  page(options: { limit: number; after?: string | undefined }): Promise<StreamerPage>;
  /** `undefined` when there is no such streamer. Rejects with HandleTakenError. */
  update(id: string, change: StreamerChange, audit?: readonly AuditNote[]): Promise<StreamerRecord | undefined>;
  /** Gives a streamer that is nobody's to an account. Rejects with AccountHasStreamerError. */
  giveTo(id: string, accountId: string): Promise<StreamerRecord | undefined>;
  /** The broker starts or stops, and pages open or close, by what is true afterwards. */
  setStanding(id: string, change: StreamerStanding, audit?: readonly AuditNote[]): Promise<StreamerRecord | undefined>;
  replaceKey(id: string, key: StoredWidgetKey, audit?: readonly AuditNote[]): Promise<StreamerRecord | undefined>;
  /** Deletes what is known of the streamer; the broker stays, undesired, until it has stopped. False: not found. */
  remove(id: string, audit?: readonly AuditNote[]): Promise<boolean>;
}

/** What gateways are to know, as PostgreSQL has it. */
export interface ReadModelSource {
  /** The revision of every streamer, by id. */
  revisions(): Promise<Map<string, number>>;
  /** In any order; unknown ids are left out. */
  load(streamerIds: readonly string[]): Promise<StreamerReadModel[]>;
  findByKeyHash(keyHash: string): Promise<StreamerReadModel | undefined>;
}
