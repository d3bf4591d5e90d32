/** A job that was given up after its last try. */
export interface FailedJob {
  id: string;
  queue: string;
  name: string;
  streamerId: string | null;
  reason: string;
  attempts: number;
  failedAt: Date;
}

/** Rejects while the queue is out of reach. */
export interface FailedJobs {
  /** Newest first. */
  list(limit: number): Promise<FailedJob[]>;
  /** Puts it back in line. `missing`: there is none; `not-failed`: it runs, waits or was done meanwhile. */
  retry(id: string): Promise<'retried' | 'missing' | 'not-failed'>;
}
