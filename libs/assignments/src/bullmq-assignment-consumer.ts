import { DelayedError, UnrecoverableError, Worker, type ConnectionOptions, type Job } from 'bullmq';
import type { BrokerAssignment } from '#libs/contracts';
import type { AssignmentConsumer } from '#libs/domain';
import { BadAssignmentError, parseAssignment, QUEUE_NAME, QUEUE_PREFIX } from './assignment-job.js';

export interface ConsumerOptions {
  /** Shown beside each job that it takes. */
  nodeId: string;
  /** Brake on start storms: jobs begun by all nodes together at most. Default 200 a second. */
  limiter?: { max: number; durationMs: number };
  /** Connection trouble and handlers that rejected; each is retried by itself. */
  onError: (error: Error) => void;
  /** An assignment that will not be tried again. */
  onFailed?: (data: unknown, error: Error) => void;
}

/** How soon a job that a paused node had in its hands goes to another one. */
const HAND_BACK_MS = 100;
/** After this time a job whose node died goes to another one, if the supervisor has not replaced it before. */
const LOCK_MS = 10_000;
const CLOSE_MS = 2000;

/**
 * The pulling side: one job in hand at a time, so that a node that pauses when it is full never holds more than it
 * can serve. Its connection must wait for ever (`maxRetriesPerRequest: null`); BullMQ makes a second one from it.
 */
export class BullmqAssignmentConsumer implements AssignmentConsumer {
  private worker: Worker<unknown> | undefined;
  private paused = false;
  private inHand: Promise<void> = Promise.resolve();

  constructor(
    private readonly connection: ConnectionOptions,
    private readonly options: ConsumerOptions,
  ) {}

  async start(handle: (assignment: BrokerAssignment) => Promise<void>): Promise<void> {
    if (this.worker) throw new Error('The assignment consumer runs already');
    const { nodeId, limiter = { max: 200, durationMs: 1000 }, onError, onFailed } = this.options;
    const worker = new Worker<unknown>(QUEUE_NAME, (job, token) => this.process(job, token, handle), {
      connection: this.connection,
      prefix: QUEUE_PREFIX,
      name: nodeId,
      concurrency: 1,
      limiter: { max: limiter.max, duration: limiter.durationMs },
      autorun: false,
      lockDuration: LOCK_MS,
      stalledInterval: LOCK_MS / 2,
      maxStalledCount: 3,
      // The default waits 15 s after a lost connection before the next job is fetched.
      runRetryDelay: 500,
    });
    worker.on('error', onError);
    worker.on('failed', (job, error) => {
      if (job && job.finishedOn !== undefined) onFailed?.(job.data, error);
      else onError(error);
    });
    this.worker = worker;
    if (!this.paused) this.run(worker);
  }

  async pause(): Promise<void> {
    this.paused = true;
    await this.worker?.pause(true);
  }

  async resume(): Promise<void> {
    this.paused = false;
    await this.worker?.resume();
  }

  async stop(): Promise<void> {
    const worker = this.worker;
    if (!worker) return;
    this.worker = undefined;
    this.paused = true;
    await worker.pause(true);
    await within(CLOSE_MS, this.inHand);
    // Forced: what is in hand has been waited for, and an orderly close waits for ever while Redis is away.
    await within(CLOSE_MS, worker.close(true));
  }

  private run(worker: Worker<unknown>): void {
    worker.run().catch((error: unknown) => {
      this.options.onError(error instanceof Error ? error : new Error(String(error)));
    });
  }

  private async process(
    job: Job<unknown>,
    token: string | undefined,
    handle: (assignment: BrokerAssignment) => Promise<void>,
  ): Promise<void> {
    // A fetch that was under way when the node paused can still bring a job: it goes back, without costing an attempt.
    if (this.paused) {
      await job.moveToDelayed(Date.now() + HAND_BACK_MS, token);
      throw new DelayedError();
    }
    const handling = this.handOver(job.data, handle);
    this.inHand = handling.catch(() => undefined);
    await handling;
  }

  private async handOver(data: unknown, handle: (assignment: BrokerAssignment) => Promise<void>): Promise<void> {
    try {
      await handle(parseAssignment(data));
    } catch (error) {
      if (error instanceof BadAssignmentError) throw new UnrecoverableError(error.message);
      throw error;
    }
  }
}

async function within(limitMs: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, limitMs);
  });
  await Promise.race([work, limit]);
  clearTimeout(timer);
}
