/** A viewer's rows in the database, as they are stored. */
export interface ViewerRows {
  ledger: Record<string, unknown>[];
  /** Their places in stored rankings, and how they were called there. */
  checkpoints: { streamerId: string; ranks: Record<string, number>; profile: string | null }[];
  /** How streamers who blocked them noted them. */
  blocked: { streamerId: string; id: string; handle: string; name: string }[];
}

/** What PostgreSQL knows of viewers, by TikTok's id. */
export interface ViewerRecords {
  find(userId: string): Promise<ViewerRows>;
  /**
   * Takes the person out and leaves the sums: gifts stay counted, by nobody. Answers with how many rows changed,
   * and with the streamers who had blocked them.
   */
  erase(userId: string): Promise<{ ledger: number; checkpoints: number; blockedBy: string[] }>;
}

/** What Redis knows of a viewer of one streamer. */
export interface ViewerTraces {
  streamerId: string;
  profile: string | null;
  ranks: Record<string, number>;
  /** Events that they are in: of the log, of stored alerts, the newest of each kind, and what the ledger is about to get. */
  events: unknown[];
}

/** The part of the event logs that is about viewers. */
export interface ViewerFootprints {
  find(streamerId: string, userId: string): Promise<ViewerTraces | undefined>;
  /**
   * Answers with how many entries went, and how many wait for the ledger and will be in it soon. The log itself is left as it is, for pages read it by position; it forgets
   * everything within thirty minutes.
   */
  erase(streamerId: string, userId: string): Promise<{ gone: number; waiting: number }>;
}

/** How long the log goes on to hold events, minutes. */
export const LOG_MEMORY_MINUTES = 30;
