/**
 * Which alerts the pages of a widget have begun to show, and which they showed to the end. Marks outlive the alerts
 * that they speak of. Marking twice is the same as once.
 */
export interface AlertMarks {
  markStarted(streamerId: string, widgetId: string, eventIds: readonly string[]): Promise<void>;
  markShown(streamerId: string, widgetId: string, eventIds: readonly string[]): Promise<void>;
  /** Those of `eventIds` that some page started. */
  startedAmong(streamerId: string, widgetId: string, eventIds: readonly string[]): Promise<Set<string>>;
}
