import { isEphemeralEvent, type Position } from '#libs/contracts';
import {
  growingDelay,
  type AppendEntry,
  type AppendResult,
  type EventLogWriter,
  type LogResumption,
  type Owner,
} from '#libs/domain';
import type { Backlog } from './backlog.js';
import { RecentEntries } from './recent-entries.js';

const MAX_BATCH = 200;
/** Waiting entries past which ephemeral ones are dropped; alerts are kept whatever happens. */
const MAX_WAITING = 10_000;
const RETRY_MS = { first: 50, last: 1000 };
/** How often the log may refuse a batch before the batch is made smaller. */
const PATIENCE = 2;
/** Refusals that pass by themselves. */
const PASSING = /^(OOM|LOADING|READONLY|BUSY|CLUSTERDOWN|TRYAGAIN|MASTERDOWN|MISCONF|NOAUTH|NOPERM|UNKILLABLE)/;

export interface AppendBatcherOptions {
  streamerId: string;
  owner: Owner;
  position: Position;
  log: Pick<EventLogWriter, 'append' | 'renewEpoch'>;
  /** The streamer's calendar day. */
  today(): string;
  now(): number;
  /** Shared by all batchers of the worker. */
  backlog?: Backlog;
  /** What the owner knows, for a new epoch; streaks are totals as of now. */
  resumption(): LogResumption;
  /** Encodes waiting entries against the totals that the log has. */
  rebase(stored: ReadonlyMap<string, number>, waiting: readonly AppendEntry[]): AppendEntry[];
  /** The lease vanished: true when it could be taken again under the same generation. */
  reacquire(): Promise<boolean>;
  /** Somebody else owns the streamer. Called once. */
  onLost(): void;
  /** The log began a new life. */
  onEpochRenewed?(): void;
  onAppended?(accepted: number, refused: number, seconds: number): void;
  onDropped?(count: number): void;
  /** The log takes entries again, after ones that were received between these times, ms, had to be dropped. */
  onDroppedSpan?(from: number, to: number): void;
  /** An entry that the log can never take was left out. */
  onPoison?(entry: AppendEntry): void;
  onError?(error: unknown): void;
}

/**
 * Appends in order, in batches: what comes during one call goes with the next. Never gives up on an entry while the
 * lease holds; a failed call is repeated, which is safe because the log drops ids that it has.
 */
export class AppendBatcher {
  private waiting: AppendEntry[] = [];
  /** Given to the log, not answered yet. */
  private inFlight: AppendEntry[] = [];
  /** Refused calls for the same entries: a batch that the log cannot take is halved until the bad entry is alone. */
  private refusals = 0;
  private batchSize = MAX_BATCH;
  private readonly recent = new RecentEntries();
  private position: Position;
  private running: Promise<void> | undefined;
  private stopped = false;
  private suspended = false;
  /** As the backlog was told. */
  private counted = 0;
  private failingSince: number | undefined;
  private dropped: { from: number; to: number } | undefined;
  private wake: (() => void) | undefined;

  constructor(private readonly options: AppendBatcherOptions) {
    this.position = options.position;
  }

  /** For how long nothing could be appended although something waits, ms. */
  get behindMs(): number {
    return this.failingSince === undefined ? 0 : this.options.now() - this.failingSince;
  }

  add(entries: readonly AppendEntry[]): void {
    if (this.stopped || entries.length === 0) return;
    this.waiting.push(...entries);
    this.count();
    if (this.waiting.length > MAX_WAITING || this.options.backlog?.full) this.shed();
    this.running ??= new Promise<void>((resolve) => setImmediate(resolve)).then(() => this.run());
  }

  /** Writes nothing until `resume`; what comes meanwhile waits. */
  suspend(): void {
    this.suspended = true;
  }

  resume(): void {
    this.suspended = false;
    this.wake?.();
  }

  /** Appends what waits, for at most `graceMs`, then takes nothing any more. True when the log has all of it. */
  async close(graceMs: number): Promise<boolean> {
    const deadline = new Promise<void>((resolve) => setTimeout(resolve, graceMs).unref());
    await Promise.race([this.running ?? Promise.resolve(), deadline]);
    const complete = !this.stopped && this.waiting.length + this.inFlight.length === 0;
    this.stop();
    return complete;
  }

  /** Drops what waits: used when somebody else writes now. */
  stop(): void {
    this.stopped = true;
    this.waiting = [];
    this.inFlight = [];
    this.count();
    this.wake?.();
  }

  private count(): void {
    const waiting = this.stopped ? 0 : this.waiting.length;
    this.options.backlog?.change(waiting - this.counted);
    this.counted = waiting;
  }

  private async run(): Promise<void> {
    let failures = 0;
    while (this.waiting.length + this.inFlight.length > 0 && !this.stopped) {
      if (this.suspended) {
        this.failingSince ??= this.options.now();
        await this.pause(RETRY_MS.last);
        continue;
      }
      try {
        await this.appendNext();
        failures = 0;
      } catch (error) {
        this.failingSince ??= this.options.now();
        this.options.onError?.(error);
        this.takeBack();
        const refused = saidNo(error);
        if (refused) this.isolate();
        await this.pause(refused ? RETRY_MS.first : growingDelay(RETRY_MS.first, RETRY_MS.last, failures++));
      }
    }
    this.count();
    this.running = undefined;
    this.failingSince = undefined;
  }

  private async appendNext(): Promise<void> {
    const { streamerId, owner, log, today } = this.options;
    const entries = this.waiting.splice(0, this.batchSize);
    this.inFlight = entries;
    this.count();
    const startedAt = performance.now();
    const result = await log.append({ streamerId, owner, position: this.position, day: today(), entries });
    if (this.stopped) return;
    if (result.outcome === 'appended') {
      const seconds = (performance.now() - startedAt) / 1000;
      this.options.onAppended?.(result.accepted, entries.length - result.accepted, seconds);
      this.settle(entries, result.position);
    } else {
      this.takeBack();
      await this.recover(result);
    }
  }

  private settle(entries: readonly AppendEntry[], position: Position): void {
    this.position = position;
    this.inFlight = [];
    this.refusals = 0;
    this.failingSince = undefined;
    this.batchSize = Math.min(MAX_BATCH, this.batchSize * 2);
    this.recent.add(entries, this.options.now());
    const { dropped } = this;
    this.dropped = undefined;
    if (dropped) this.options.onDroppedSpan?.(dropped.from, dropped.to);
  }

  private takeBack(): void {
    this.waiting.unshift(...this.inFlight);
    this.inFlight = [];
    this.count();
  }

  /** The log answered, and will not take this batch: find the entry that it cannot take, and go on without it. */
  private isolate(): void {
    this.refusals += 1;
    if (this.refusals < PATIENCE) return;
    if (this.batchSize > 1) {
      this.batchSize = Math.ceil(Math.min(this.batchSize, this.waiting.length) / 2);
      this.refusals = 0;
      return;
    }
    const [poison] = this.waiting.splice(0, 1);
    this.refusals = 0;
    if (poison) this.options.onPoison?.(poison);
  }

  private async recover(result: Exclude<AppendResult, { outcome: 'appended' }>): Promise<void> {
    switch (result.outcome) {
      case 'streak-conflict':
        this.waiting = this.options.rebase(result.streaks, this.waiting);
        return;
      case 'lease-missing':
        if (!(await this.options.reacquire())) this.lose();
        return;
      case 'lease-lost':
        this.lose();
        return;
      case 'log-reset':
        await this.renewEpoch();
    }
  }

  /** The storage came back without what it had: begin anew, and append the last minute again under the same ids. */
  private async renewEpoch(): Promise<void> {
    const { log, streamerId, owner } = this.options;
    const resumption = this.options.resumption();
    const streaks = new Map(resumption.streaks);
    const again = this.recent.all().map((entry): AppendEntry => ({ ...entry, again: true }));
    for (const { event, streakBefore } of [...again, ...this.waiting].toReversed()) {
      if (event.type === 'gift' && event.streak) streaks.set(event.streak.id, streakBefore ?? 0);
    }
    const result = await log.renewEpoch(streamerId, owner, this.position, { ...resumption, streaks });
    if (result.outcome !== 'appended') {
      if (result.outcome === 'lease-missing' && (await this.options.reacquire())) return;
      this.lose();
      return;
    }
    this.position = result.position;
    this.recent.clear();
    this.waiting.unshift(...again);
    this.options.onEpochRenewed?.();
  }

  private lose(): void {
    if (this.stopped) return;
    this.stop();
    this.options.onLost();
  }

  private shed(): void {
    const before = this.waiting.length;
    this.waiting = this.waiting.filter(({ event }) => {
      if (!isEphemeralEvent(event.type)) return true;
      const { from, to } = this.dropped ?? { from: event.receivedAt, to: event.receivedAt };
      this.dropped = { from: Math.min(from, event.receivedAt), to: Math.max(to, event.receivedAt) };
      return false;
    });
    if (this.waiting.length === before) return;
    this.count();
    this.options.onDropped?.(before - this.waiting.length);
  }

  private async pause(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.wake = undefined;
  }
}

/** The storage was reached and said no, as opposed to being out of reach. */
function saidNo(error: unknown): boolean {
  return error instanceof Error && error.name === 'ReplyError' && !PASSING.test(error.message);
}
