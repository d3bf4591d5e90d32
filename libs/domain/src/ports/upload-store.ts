/** A file as it is read. */
export interface StoredUpload {
  /** Of the whole file. */
  bytes: number;
  /** `from` to `to`, both inclusive, as in HTTP; everything without them. The reader ends it if it stops early. */
  read(range?: { from: number; to: number }): AsyncIterable<Uint8Array>;
}

/**
 * Where the files of uploads are. Ids are made by the supervisor and never reused, so a file never changes.
 * A file is there whole or not at all, also when the writer dies in between.
 */
export interface UploadStore {
  /** Resolves when the file would survive a crash. Repeating it with the same content changes nothing. */
  write(id: string, content: Uint8Array): Promise<void>;
  /** `undefined`: there is none. Rejects when that cannot be known. */
  open(id: string): Promise<StoredUpload | undefined>;
  /** Resolves also where there is none. */
  remove(id: string): Promise<void>;
  /** Ids of files that were written more than `olderThanMs` ago, in any order. */
  list(olderThanMs: number): AsyncIterable<string>;
}
