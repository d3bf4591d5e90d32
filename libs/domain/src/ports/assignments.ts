import type { BrokerAssignment } from '#libs/contracts';

/** Hands out work, at least once per assignment; the same streamer and generation is queued once. */
export interface AssignmentQueue {
  assign(assignment: BrokerAssignment): Promise<void>;
}

/** The pulling side. `handle` resolves when the assignment is taken or has become moot; a rejection is retried. */
export interface AssignmentConsumer {
  start(handle: (assignment: BrokerAssignment) => Promise<void>): Promise<void>;
  /** Takes nothing new; what is being handled goes on. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  stop(): Promise<void>;
}
