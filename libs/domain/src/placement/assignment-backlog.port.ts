/** What still waits to be taken by a node. */
export interface AssignmentBacklog {
  /** Those of `assignments` that are queued and that no node has begun to handle, by streamer. */
  waiting(assignments: readonly { streamerId: string; generation: number }[]): Promise<Set<string>>;
}
