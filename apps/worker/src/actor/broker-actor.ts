import type { BrokerAssignment, LiveEvent } from '#libs/contracts';
import {
  calendarDay,
  decideBroker,
  newBroker,
  StreakLedger,
  type AppendEntry,
  type BrokerEffect,
  type BrokerMessage,
  type BrokerState,
  type EventLogWriter,
  type LiveSource,
  type LiveSourceErrorKind,
  type OpenResult,
  type Owner,
  type SourceFact,
} from '#libs/domain';
import { AppendBatcher, type AppendBatcherOptions } from './append-batcher.js';
import type { BrokerSettings, Clock } from './broker-settings.js';
import { LiveConnection } from './live-connection.js';
import { StatusReporter } from './status-reporter.js';

const CLOSE_GRACE_MS = 500;
/** Clocks differ: history this much older than the gap still belongs to it. */
const GAP_SLACK_MS = 5000;

export interface BrokerActorOptions {
  assignment: BrokerAssignment;
  nodeId: string;
  source: LiveSource;
  log: EventLogWriter;
  settings: BrokerSettings;
  clock: Clock;
  reacquire(): Promise<boolean>;
  /** Ownership went elsewhere. Called at most once. */
  onLost(): void;
  /** A defect in the actor's own code: the supervisor decides what becomes of it. */
  onCrash(error: unknown): void;
  onConnectFailure?(kind: LiveSourceErrorKind, error: unknown): void;
  /** What was made ready before the lease was taken; told once. */
  ready?(): { heard: boolean } | undefined;
  onPhase?(phase: BrokerState['phase']['name']): void;
  /** The connection came back within a stream. */
  onReconnect?(): void;
  /** Runs each piece of the actor's work and takes the time. */
  timed?: (work: () => void) => void;
  batcher?: Pick<AppendBatcherOptions, 'onAppended' | 'onDropped' | 'onPoison' | 'onError'>;
}

/**
 * One streamer's broker: performs what `decideBroker` decides, and carries facts from the source to the log.
 * Messages are handled one after another. Its address is the streamer's id, its incarnation the generation.
 */
export class BrokerActor {
  private state: BrokerState;
  private batcher: AppendBatcher | undefined;
  private readonly connection: LiveConnection;
  private closing: Promise<void> = Promise.resolve();
  private joined: { inProgress: boolean; gapFrom: number | undefined } = { inProgress: false, gapFrom: undefined };
  private timer: NodeJS.Timeout | undefined;
  private inbox: BrokerMessage[] = [];
  private busy = false;
  private gone = false;
  private suspended = false;
  private readonly status: StatusReporter;
  private readonly streaks: StreakLedger;
  private readonly owner: Owner;
  private readonly dayOf: (now: number) => string;
  private readonly timed: (work: () => void) => void;

  constructor(private readonly options: BrokerActorOptions) {
    const { assignment, clock, settings, nodeId } = options;
    this.owner = { nodeId, generation: assignment.generation };
    this.timed = options.timed ?? ((work) => work());
    this.state = newBroker(assignment.handle, assignment.generation, clock.now());
    this.streaks = new StreakLedger({ streakTimeoutMs: settings.streakTimeoutMs });
    this.dayOf = calendarDay(assignment.timeZone);
    this.connection = this.connect();
    this.status = new StatusReporter(
      (status) => options.log.reportStatus(this.streamerId, this.generation, status),
      (error) => options.batcher?.onError?.(error),
    );
  }

  get streamerId(): string {
    return this.options.assignment.streamerId;
  }

  get generation(): number {
    return this.owner.generation;
  }

  get phase(): BrokerState['phase']['name'] {
    return this.state.phase.name;
  }

  /** Reads the log and begins; says so if there is no lease. Rejects when Redis is out of reach. */
  async start(): Promise<OpenResult['outcome']> {
    const { log, clock } = this.options;
    const opened = await log.open(this.streamerId, this.owner);
    if (opened.outcome !== 'opened' || this.gone) return opened.outcome;
    const { streaks, position, ...known } = opened.state;
    this.streaks.load(streaks, clock.now());
    this.batcher = this.createBatcher(position);
    if (this.suspended) this.batcher.suspend();
    const ready = this.options.ready?.();
    this.tell({ type: 'start', log: known, ...(ready ? { ready } : {}) });
    return 'opened';
  }

  tell(message: BrokerMessage): void {
    this.inbox.push(message);
    if (this.busy) return;
    this.busy = true;
    try {
      this.timed(() => {
        for (let next = this.inbox.shift(); next !== undefined; next = this.inbox.shift()) this.handle(next);
      });
    } catch (error) {
      // Nothing may wait behind the message that crashed: the supervisor tells the actor to stop next.
      this.inbox = [];
      this.busy = false;
      this.options.onCrash(error);
    } finally {
      this.busy = false;
    }
  }

  /** Called about once a second by the node. */
  tick(): void {
    try {
      this.timed(() => this.batcher?.add(this.streaks.sweep(this.options.clock.now())));
      this.status.retry();
    } catch (error) {
      this.options.onCrash(error);
    }
  }

  /** Writes nothing until `resume`: the lease could not be renewed in time. The connection to TikTok stays. */
  suspend(): void {
    this.suspended = true;
    this.batcher?.suspend();
  }

  resume(): void {
    this.suspended = false;
    this.batcher?.resume();
    this.status.repeat();
  }

  /** Writes again what a storage that lost the lease has lost as well. */
  restored(): void {
    this.status.repeat();
  }

  /**
   * Hand-off: stops listening, appends what it has, for at most half a second. True when the log tells everything that
   * was heard, and of every gap.
   */
  async stop(): Promise<boolean> {
    const { phase, gapFrom, liveRoomId } = this.state;
    const accounted = phase.name === 'live' || gapFrom !== undefined || liveRoomId === undefined;
    this.gone = true;
    this.tell({ type: 'stop' });
    const flushed = (await this.batcher?.close(CLOSE_GRACE_MS)) ?? false;
    await Promise.all([this.status.settled(), this.closing]);
    return accounted && flushed;
  }

  /** Stops at once and writes nothing any more. */
  abandon(): void {
    this.gone = true;
    this.batcher?.stop();
    this.tell({ type: 'stop' });
  }

  private createBatcher(position: AppendBatcherOptions['position']): AppendBatcher {
    const { log, clock, reacquire, onLost, batcher } = this.options;
    return new AppendBatcher({
      ...batcher,
      streamerId: this.streamerId,
      owner: this.owner,
      position,
      log,
      now: clock.now,
      today: () => this.dayOf(clock.now()),
      resumption: () => this.resumption(),
      rebase: (stored, waiting) => this.streaks.rebase(stored, waiting),
      reacquire,
      onEpochRenewed: () => this.status.repeat(),
      onLost,
    });
  }

  private resumption() {
    const { liveRoomId, gapFrom, session } = this.state;
    const streaks = new Map([...this.streaks.totals()].map(([id, { total }]) => [id, total]));
    return { liveRoomId, gapFrom, session, streaks };
  }

  private handle(message: BrokerMessage): void {
    const { clock, settings } = this.options;
    const context = {
      now: clock.now(),
      random: clock.random(),
      retry: settings.retry,
      offlinePollMs: settings.offlinePollMs,
    };
    const before = this.state.phase.name;
    const { state, effects } = decideBroker(this.state, message, context);
    this.state = state;
    if (state.phase.name !== before) this.options.onPhase?.(state.phase.name);
    for (const effect of effects) this.perform(effect);
  }

  private perform(effect: BrokerEffect): void {
    switch (effect.do) {
      case 'probe':
        void this.connection.probe(effect.token);
        return;
      case 'open':
        void this.connection.open(effect.token, effect.roomId, effect.purpose);
        return;
      case 'schedule':
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.tell({ type: 'timer', token: effect.token }), effect.delayMs);
        return;
      case 'append':
        this.append(effect.events);
        return;
      case 'report':
        this.status.report(effect.status);
        return;
      case 'close':
        clearTimeout(this.timer);
        // A source that fails to close is no reason to end the process.
        this.closing = this.connection.close().catch((error: unknown) => this.options.batcher?.onError?.(error));
    }
  }

  private append(events: readonly LiveEvent[]): void {
    if (events.some((event) => event.type === 'source.restored')) this.options.onReconnect?.();
    this.batcher?.add(events.map((event) => ({ event })));
  }

  private connect(): LiveConnection {
    const { source, assignment } = this.options;
    return new LiveConnection(source, assignment.handle, {
      onProbed: (token, probe) => this.tell({ type: 'probed', token, probe }),
      onOpened: (token, roomId) => {
        this.joined = { inProgress: this.state.liveRoomId === roomId, gapFrom: this.state.gapFrom };
        this.tell({ type: 'opened', token, roomId });
      },
      onFacts: (facts, { history }) => this.take(facts, history),
      onEnded: (token, end, lastFrameAt) => this.tell({ type: 'session-ended', token, end, lastFrameAt }),
      onFailed: (token, failure, error) => {
        this.options.onConnectFailure?.(failure.kind, error);
        this.tell({ type: 'failed', token, failure });
      },
    });
  }

  private take(facts: readonly SourceFact[], history: boolean): void {
    try {
      this.timed(() => this.batcher?.add(this.entriesOf(facts, history)));
    } catch (error) {
      this.options.onCrash(error);
    }
  }

  private entriesOf(facts: readonly SourceFact[], history: boolean): AppendEntry[] {
    const entries: AppendEntry[] = [];
    for (const fact of facts) {
      if (history && !this.fillsGap(fact)) continue;
      const entry = fact.type === 'gift' ? this.streaks.apply(fact) : { event: fact };
      if (entry) entries.push(entry);
    }
    return entries;
  }

  /** What TikTok repeats from before the connection counts only where this stream was already being heard. */
  private fillsGap(fact: SourceFact): boolean {
    if (fact.type === 'chat') return true;
    const { inProgress, gapFrom } = this.joined;
    return inProgress && gapFrom !== undefined && fact.at >= gapFrom - GAP_SLACK_MS;
  }
}
