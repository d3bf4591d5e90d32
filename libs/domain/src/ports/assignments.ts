import type { BrokerAssignment } from '#libs/contracts';

/**
 * Hands out work, at least once per assignment; the same streamer and generation is queued once. What is marked live
 * goes before everything else that waits.
 */
export interface AssignmentQueue {
  assign(assignment: BrokerAssignment): Promise<void>;
}

/**
 * Moves that one named node may take while the present owner goes on. Each offer is taken at most once, and forgotten
 * if it is not taken within the time limit of a move.
 */
export interface MoveOffers {
  offer(nodeId: string, assignment: BrokerAssignment): Promise<void>;
  /** Takes what is offered to this node; empty most of the time, so it may be called a few times a second. */
  take(nodeId: string): Promise<BrokerAssignment[]>;
}

/** The pulling side. `handle` resolves when the assignment is taken or has become moot; a rejection is retried. */
export interface AssignmentConsumer {
  start(handle: (assignment: BrokerAssignment) => Promise<void>): Promise<void>;
  /** Takes nothing new; what is being handled goes on. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  stop(): Promise<void>;
}
