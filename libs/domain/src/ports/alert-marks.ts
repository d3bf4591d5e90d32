/** Ids of alerts by what happened to them. */
export interface AlertMarkSets {
  /** Some page began to show it. */
  started: ReadonlySet<string>;
  /** Some page showed it to its end. */
  shown: ReadonlySet<string>;
  /** The streamer did not want it. */
  skipped: ReadonlySet<string>;
}

/**
 * Which alerts the pages of a widget have begun to show, which they showed to the end, and which were skipped by
 * command. Marks outlive the alerts that they speak of. Marking twice is the same as once.
 */
export interface AlertMarks {
  markStarted(streamerId: string, widgetId: string, eventIds: readonly string[]): Promise<void>;
  markShown(streamerId: string, widgetId: string, eventIds: readonly string[]): Promise<void>;
  /** Those of `eventIds` that must not come by themselves: some page started them, or they were skipped. */
  startedAmong(streamerId: string, widgetId: string, eventIds: readonly string[]): Promise<Set<string>>;
  /** Everything that is known of `eventIds`. */
  marksOf(streamerId: string, widgetId: string, eventIds: readonly string[]): Promise<AlertMarkSets>;
}
