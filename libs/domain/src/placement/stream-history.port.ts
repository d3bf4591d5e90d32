/** When a streamer's last streams began, newest first, ms. */
export interface StreamStarts {
  streamerId: string;
  timeZone: string;
  starts: number[];
}

/** Past streams, for learning usual hours. */
export interface StreamHistory {
  /**
   * The newest starts, at most `limit` for each streamer who has any, of streamers with a stream that ended after
   * `endedAfter` (ms; 0 for all).
   */
  starts(endedAfter: number, limit: number): Promise<StreamStarts[]>;
}
