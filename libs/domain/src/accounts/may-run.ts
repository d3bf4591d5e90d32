/** What speaks for and against a streamer's broker and pages. */
export interface RunStanding {
  /** The streamer's own switch. */
  enabled: boolean;
  /** The account is suspended. */
  suspended: boolean;
  /** Something pays for it, or somebody granted it. */
  entitled: boolean;
}

/** Whether a streamer is served: their broker runs and their pages stay open. */
export function mayRun({ enabled, suspended, entitled }: RunStanding): boolean {
  return enabled && !suspended && entitled;
}
