import { Queue, type ConnectionOptions } from 'bullmq';
import { brokerAssignmentSchema, type BrokerAssignment } from '#libs/contracts';
import type { AssignmentBacklog, AssignmentQueue } from '#libs/domain';
import { deduplicationId, JOB_NAME, jobOptions, QUEUE_NAME, QUEUE_PREFIX } from './assignment-job.js';

const LOOKUP_BATCH = 500;
/** Taking an assignment costs a node a call or two; after this time it has failed. */
const IN_HAND_MS = 3000;

/** The giving side: jobs in BullMQ. Its connection should fail calls in a bounded time. */
export class BullmqAssignmentQueue implements AssignmentQueue, AssignmentBacklog {
  private readonly queue: Queue<BrokerAssignment>;

  constructor(connection: ConnectionOptions, onError: (error: Error) => void) {
    this.queue = new Queue<BrokerAssignment>(QUEUE_NAME, { connection, prefix: QUEUE_PREFIX });
    this.queue.on('error', onError);
  }

  async assign(assignment: BrokerAssignment): Promise<void> {
    await this.queue.add(JOB_NAME, brokerAssignmentSchema.parse(assignment), jobOptions(assignment));
  }

  async waiting(assignments: readonly { streamerId: string; generation: number }[]): Promise<Set<string>> {
    const waiting = new Set<string>();
    if (assignments.length === 0) return waiting;
    const stuck = await this.stuck();
    for (let start = 0; start < assignments.length; start += LOOKUP_BATCH) {
      const batch = assignments.slice(start, start + LOOKUP_BATCH);
      const jobIds = await Promise.all(
        batch.map((assignment) => this.queue.getDeduplicationJobId(deduplicationId(assignment))),
      );
      for (const [index, { streamerId }] of batch.entries()) {
        const jobId = jobIds[index];
        if (jobId && !stuck.has(jobId)) waiting.add(streamerId);
      }
    }
    return waiting;
  }

  async close(): Promise<void> {
    await this.queue.close();
  }

  /** Jobs that a node began and has not finished in a time in which it should have. */
  private async stuck(): Promise<Set<string>> {
    const active = await this.queue.getActive();
    const isOld = (startedAt = 0) => Math.abs(Date.now() - startedAt) > IN_HAND_MS;
    return new Set(active.filter((job) => isOld(job.processedOn)).map((job) => job.id ?? ''));
  }
}
