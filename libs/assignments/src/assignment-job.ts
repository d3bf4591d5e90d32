import type { JobsOptions } from 'bullmq';
import { brokerAssignmentSchema, type BrokerAssignment } from '#libs/contracts';

export const QUEUE_NAME = 'broker-assignments';
/** The braces keep all keys of the queue in one slot of a Redis Cluster. */
export const QUEUE_PREFIX = '{streamshape}';
export const JOB_NAME = 'assign';

/** The job cannot be understood: another attempt would fail alike. */
export class BadAssignmentError extends Error {
  readonly code = 'ASSIGNMENT.BAD_DATA';
  override readonly name = 'BadAssignmentError';
}

/** One job per streamer and generation, while it waits or is handled. */
export function deduplicationId({
  streamerId,
  generation,
}: Pick<BrokerAssignment, 'streamerId' | 'generation'>): string {
  return `${streamerId}:${generation}`;
}

/** Jobs without a priority go before all that have one, so a storm of others delays none that is live. */
const NOT_LIVE = 10;

export function jobOptions(assignment: BrokerAssignment): JobsOptions {
  return {
    ...(assignment.live ? {} : { priority: NOT_LIVE }),
    deduplication: { id: deduplicationId(assignment) },
    attempts: 4,
    backoff: { type: 'exponential', delay: 250, jitter: 0.5 },
    removeOnComplete: { count: 1000, age: 3600 },
    removeOnFail: { count: 1000, age: 86_400 },
  };
}

/** Throws BadAssignmentError that names what is wrong. */
export function parseAssignment(data: unknown): BrokerAssignment {
  const parsed = brokerAssignmentSchema.safeParse(data);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'job'}: ${issue.message}`);
  throw new BadAssignmentError(`The assignment cannot be read: ${problems.join('; ')}`);
}
