import { Job, Queue, type ConnectionOptions } from 'bullmq';
import type { FailedJob, FailedJobs } from '#libs/domain';
import { parseAssignment, QUEUE_NAME, QUEUE_PREFIX } from './assignment-job.js';

function streamerOf(data: unknown): string | null {
  try {
    return parseAssignment(data).streamerId;
  } catch {
    // A job that cannot be read is nobody's; that is often why it failed.
    return null;
  }
}

function toFailedJob({ id = '', name, data, failedReason, attemptsMade, finishedOn, timestamp }: Job): FailedJob {
  const reason = failedReason === undefined || failedReason === '' ? 'It did not say why' : failedReason.slice(0, 500);
  const failedAt = new Date(finishedOn ?? timestamp);
  return { id, queue: QUEUE_NAME, name, streamerId: streamerOf(data), reason, attempts: attemptsMade, failedAt };
}

/** Assignments that were given up, as BullMQ keeps them: the newest 1,000 of a day. */
export class BullmqFailedJobs implements FailedJobs {
  private readonly queue: Queue;

  constructor(connection: ConnectionOptions, onError: (error: Error) => void) {
    this.queue = new Queue(QUEUE_NAME, { connection, prefix: QUEUE_PREFIX });
    this.queue.on('error', onError);
  }

  async list(limit: number): Promise<FailedJob[]> {
    const jobs = await this.queue.getFailed(0, limit - 1);
    return jobs.map(toFailedJob).toSorted((a, b) => b.failedAt.getTime() - a.failedAt.getTime());
  }

  async retry(id: string): Promise<'retried' | 'missing' | 'not-failed'> {
    const job = await Job.fromId(this.queue, id);
    if (!job) return 'missing';
    if (!(await job.isFailed())) return 'not-failed';
    await job.retry('failed');
    return 'retried';
  }

  async close(): Promise<void> {
    await this.queue.close();
  }
}
