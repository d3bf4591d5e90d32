/** What is on its way to a node. */
export interface AssignmentBacklog {
  /**
   * Those of `assignments`, by streamer, that are queued or that a node has just begun to handle. One that was begun
   * longer ago is left out: its node may be dead.
   */
  waiting(assignments: readonly { streamerId: string; generation: number }[]): Promise<Set<string>>;
}
