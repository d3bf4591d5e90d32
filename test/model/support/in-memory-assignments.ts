import type { BrokerAssignment } from '#libs/contracts';
import type { AssignmentBacklog, AssignmentConsumer, AssignmentQueue } from '#libs/domain';
import type { SeededRandom } from '../../chaos/support/random.js';
import type { ModelProcess } from './model-process.js';
import type { Network } from './network.js';
import type { World } from './world.js';

type Handle = (assignment: BrokerAssignment) => Promise<void>;

interface Job {
  key: string;
  assignment: BrokerAssignment;
  state: 'waiting' | 'delayed' | 'active';
  attempts: number;
  stalls: number;
  startedAt: number;
  /** Changes with each delivery: the answer of a node that lost the job does not count. */
  token: number;
  heldBy?: Consumer | undefined;
}

const ATTEMPTS = 4;
const BACKOFF_MS = 250;
const LOCK_MS = 10_000;
const MAX_STALLS = 3;
const HAND_BACK_MS = 100;
const IN_HAND_MS = 3000;
const FINISH_RETRY_MS = 500;

/** The queue in Redis: at least once, one job per streamer and generation, retries, jobs of dead nodes again. */
export class AssignmentTable {
  readonly jobs = new Map<string, Job>();
  readonly consumers = new Set<Consumer>();
  private tokens = 0;
  /** Whose next assignments reach a second node as well, and how much later, ms. */
  private readonly doubled = new Map<string, number>();
  private lives = 0;

  constructor(
    private readonly world: World,
    private readonly network: Network,
    private readonly random: SeededRandom,
  ) {}

  add(assignment: BrokerAssignment): void {
    const key = `${assignment.streamerId}:${assignment.generation}`;
    if (this.jobs.has(key)) return;
    this.jobs.set(key, { key, assignment, state: 'waiting', attempts: 0, stalls: 0, startedAt: 0, token: 0 });
    this.dispatch();
  }

  isWaiting({ streamerId, generation }: { streamerId: string; generation: number }): boolean {
    const job = this.jobs.get(`${streamerId}:${generation}`);
    return job !== undefined && !(job.state === 'active' && this.world.now - job.startedAt > IN_HAND_MS);
  }

  /** A node reports what became of a job. */
  finish(key: string, token: number, outcome: 'done' | 'failed' | 'handed-back'): void {
    const job = this.jobs.get(key);
    if (job?.token !== token || job.state !== 'active') return;
    if (outcome === 'done') this.jobs.delete(key);
    else if (outcome === 'handed-back') this.delay(job, HAND_BACK_MS);
    else if (++job.attempts >= ATTEMPTS) this.jobs.delete(key);
    else this.delay(job, BACKOFF_MS * 2 ** (job.attempts - 1) * (0.5 + this.random.next() / 2));
    this.dispatch();
  }

  /** At least once: the next assignment of this streamer is delivered a second time, so much later. */
  deliverTwice(streamerId: string, afterMs: number): void {
    this.doubled.set(streamerId, afterMs);
  }

  wipe(): void {
    this.lives += 1;
    this.jobs.clear();
  }

  save(): Job[] {
    return [...this.jobs.values()].map((job) => ({ ...job }));
  }

  restore(saved: readonly Job[]): void {
    this.jobs.clear();
    for (const job of saved) this.jobs.set(job.key, { ...job });
    this.dispatch();
  }

  dispatch(): void {
    for (const job of this.jobs.values()) {
      if (job.state !== 'waiting') continue;
      const free = [...this.consumers].filter((consumer) => consumer.canTake());
      if (free.length === 0) return;
      const consumer = this.random.pick(free);
      const token = this.tokens++;
      Object.assign(job, { state: 'active', startedAt: this.world.now, token, heldBy: consumer });
      consumer.receive({ key: job.key, token, assignment: job.assignment });
      this.watchLock(job, token);
      this.repeat(job.assignment);
    }
  }

  private repeat(assignment: BrokerAssignment): void {
    const afterMs = this.doubled.get(assignment.streamerId);
    if (afterMs === undefined) return;
    this.doubled.delete(assignment.streamerId);
    const { lives } = this;
    this.world.at(this.world.now + afterMs, () => {
      const free = [...this.consumers].filter((consumer) => consumer.canTake());
      if (free.length === 0 || this.lives !== lives) return;
      this.random.pick(free).receive({ key: 'twice', token: -1, assignment });
    });
  }

  private delay(job: Job, ms: number): void {
    Object.assign(job, { state: 'delayed', heldBy: undefined });
    const { token } = job;
    this.world.at(this.world.now + ms, () => {
      if (this.jobs.get(job.key)?.token !== token) return;
      job.state = 'waiting';
      this.dispatch();
    });
  }

  /** A node that is there keeps its lock; the job of one that is not goes to another. */
  private watchLock(job: Job, token: number): void {
    this.world.at(this.world.now + LOCK_MS, () => {
      if (this.jobs.get(job.key) !== job || job.token !== token || job.state !== 'active') return;
      const { process } = job.heldBy!;
      if (process.alive && !process.frozen && this.network.condition(process, 'redis') === 'ok') {
        this.watchLock(job, token);
      } else if (++job.stalls > MAX_STALLS) {
        this.jobs.delete(job.key);
      } else {
        Object.assign(job, { state: 'waiting', heldBy: undefined });
        this.dispatch();
      }
    });
  }
}

/** One node's pulling side: one job in hand at a time. */
export class Consumer implements AssignmentConsumer {
  private handle: Handle | undefined;
  private paused = false;
  private busy = false;

  constructor(
    private readonly table: AssignmentTable,
    readonly process: ModelProcess,
    private readonly network: Network,
  ) {}

  canTake(): boolean {
    const { process } = this;
    if (!this.handle || this.paused || this.busy || !process.alive || process.frozen) return false;
    return this.network.condition(process, 'redis') === 'ok';
  }

  async start(handle: Handle): Promise<void> {
    this.handle = handle;
    this.table.consumers.add(this);
    this.table.dispatch();
  }

  async pause(): Promise<void> {
    this.paused = true;
  }

  async resume(): Promise<void> {
    this.paused = false;
    this.table.dispatch();
  }

  async stop(): Promise<void> {
    this.paused = true;
    this.handle = undefined;
    this.table.consumers.delete(this);
  }

  receive(job: { key: string; token: number; assignment: BrokerAssignment }): void {
    this.busy = true;
    this.process.after(1, () => void this.work(job), 'io');
  }

  private async work({ key, token, assignment }: { key: string; token: number; assignment: BrokerAssignment }) {
    let outcome: 'done' | 'failed' | 'handed-back' = 'handed-back';
    if (!this.paused && this.handle) {
      outcome = await this.handle(assignment).then(
        () => 'done' as const,
        () => 'failed' as const,
      );
    }
    await this.tell(() => this.table.finish(key, token, outcome));
    this.busy = false;
    await this.network.call(this.process, 'redis', () => this.table.dispatch()).catch(() => undefined);
  }

  /** The connection of the queue waits for ever. */
  private async tell(effect: () => void): Promise<void> {
    for (;;) {
      try {
        await this.network.call(this.process, 'redis', effect);
        return;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, FINISH_RETRY_MS));
      }
    }
  }
}

/** The giving side. */
export class InMemoryAssignmentQueue implements AssignmentQueue, AssignmentBacklog {
  constructor(
    private readonly table: AssignmentTable,
    private readonly process: ModelProcess,
    private readonly network: Network,
  ) {}

  assign(assignment: BrokerAssignment): Promise<void> {
    return this.network.call(this.process, 'redis', () => this.table.add(assignment));
  }

  waiting(assignments: readonly { streamerId: string; generation: number }[]): Promise<Set<string>> {
    if (assignments.length === 0) return Promise.resolve(new Set());
    return this.network.call(this.process, 'redis', () => {
      const found = assignments.filter((assignment) => this.table.isWaiting(assignment));
      return new Set(found.map(({ streamerId }) => streamerId));
    });
  }
}
