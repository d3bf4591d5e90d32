import type { UploadKind, UploadType } from '#libs/contracts';

/** What is known of one upload. */
export interface UploadRecord {
  id: string;
  streamerId: string;
  name: string;
  kind: UploadKind;
  type: UploadType;
  bytes: number;
  width?: number | undefined;
  height?: number | undefined;
  frames?: number | undefined;
  durationMs?: number | undefined;
  createdAt: Date;
}

export interface UploadQuota {
  /** Of all uploads of a streamer together. */
  maxBytes: number;
  maxCount: number;
}

/** No room: the streamer has as much as they may have. */
export class UploadQuotaError extends Error {
  readonly code = 'UPLOAD.QUOTA';
}

/** What streamers have uploaded, without the files. A streamer who goes takes their rows along. */
export interface UploadRepository {
  /** Newest first; `undefined`: no such streamer. */
  list(streamerId: string): Promise<UploadRecord[] | undefined>;
  /**
   * Remembers an upload if the quota has room for it, also where several come at once.
   * Rejects with UploadQuotaError; `undefined`: no such streamer.
   */
  add(upload: Omit<UploadRecord, 'createdAt'>, quota: UploadQuota): Promise<UploadRecord | undefined>;
  /** Whether there was one of this streamer's. */
  remove(streamerId: string, id: string): Promise<boolean>;
  /** Those of `ids` that somebody has. */
  known(ids: readonly string[]): Promise<Set<string>>;
}
