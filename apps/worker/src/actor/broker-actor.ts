import type { LiveEvent } from '#libs/contracts';
import {
  calendarDay,
  decideBroker,
  newBroker,
  type BrokerConcern,
  type BrokerEffect,
  type BrokerMessage,
  type BrokerState,
  type FactOrigin,
  type OpenResult,
  type Owner,
  type SourceFact,
} from '#libs/domain';
import { AppendBatcher, type AppendBatcherOptions } from './append-batcher.js';
import type { BrokerActorOptions } from './broker-actor-options.js';
import { brokerContext } from './broker-settings.js';
import { signsOf } from './connection-signs.js';
import { FactIntake } from './fact-intake.js';
import { LiveConnection } from './live-connection.js';
import { LookTurns } from './look-turns.js';
import { StatusReporter } from './status-reporter.js';
import { tellingListener } from './telling-listener.js';

const CLOSE_GRACE_MS = 500;

/**
 * One streamer's broker: performs what `decideBroker` decides, and carries facts from the source to the log.
 * Messages are handled one after another. Its address is the streamer's id, its incarnation the generation.
 */
export class BrokerActor {
  private state: BrokerState;
  private batcher: AppendBatcher | undefined;
  private readonly looks: LookTurns;
  private readonly connection: LiveConnection;
  private closing: Promise<void> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;
  private inbox: BrokerMessage[] = [];
  private busy = false;
  private gone = false;
  private suspended = false;
  private readonly status: StatusReporter;
  private readonly intake: FactIntake;
  private readonly owner: Owner;
  private readonly dayOf: (now: number) => string;
  private readonly timed: (work: () => void) => void;

  constructor(private readonly options: BrokerActorOptions) {
    const { assignment, clock, settings, nodeId } = options;
    this.owner = { nodeId, generation: assignment.generation };
    this.timed = options.timed ?? ((work) => work());
    this.state = newBroker(assignment.handle, assignment.generation, clock.now());
    this.intake = new FactIntake(settings.streakTimeoutMs);
    this.dayOf = calendarDay(assignment.timeZone);
    const onError = (error: unknown) => options.batcher?.onError?.(error);
    this.looks = new LookTurns(assignment.streamerId, assignment.handle, options.source, options.liveness, onError);
    this.connection = this.connect(onError);
    this.status = new StatusReporter(
      (status) => options.log.reportStatus(this.streamerId, this.generation, status),
      onError,
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
    const { streaks, position, clockDifferenceMs, status, ...known } = opened.state;
    this.intake.load(streaks, clockDifferenceMs, clock.now());
    this.batcher = this.createBatcher(position);
    if (this.suspended) this.batcher.suspend();
    const ready = this.options.ready?.();
    const moved = this.options.assignment.move ? status : undefined;
    this.tell({ type: 'start', log: known, moved, ...(ready ? { ready } : {}) });
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
      this.timed(() => this.batcher?.add(this.intake.sweep(this.options.clock.now())));
      this.status.retry();
      this.watch(this.options.clock.now());
    } catch (error) {
      this.options.onCrash(error);
    }
  }

  private watch(now: number): void {
    const { lastFrameAt, lastHeardAt } = this.connection;
    const behindMs = this.batcher?.behindMs ?? 0;
    const { quiet, behind, unheard } = signsOf({ lastFrameAt, lastHeardAt, behindMs }, this.options.settings, now);
    this.concern('quiet', quiet);
    this.concern('log-behind', behind);
    if (unheard) this.tell({ type: 'unheard' });
  }

  /** Something about the connection became wrong, or right again. */
  concern(concern: BrokerConcern, on: boolean): void {
    if (this.state.concerns.includes(concern) !== on) this.tell({ type: 'concern', concern, on });
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
      rebase: (stored, waiting) => this.intake.rebase(stored, waiting),
      reacquire,
      onEpochRenewed: () => this.status.repeat(),
      onDroppedSpan: (from, to) => this.tell({ type: 'dropped', from, to }),
      onLost,
    });
  }

  private resumption() {
    const { liveRoomId, gapFrom, session } = this.state;
    return { liveRoomId, gapFrom, session, streaks: this.intake.totals() };
  }

  private handle(message: BrokerMessage): void {
    const context = brokerContext(this.options.settings, this.options.clock);
    const before = this.state.phase.name;
    const { state, effects } = decideBroker(this.state, message, context);
    this.state = state;
    if (state.phase.name !== before) this.options.onPhase?.(state.phase.name);
    for (const effect of effects) this.perform(effect);
  }

  private perform(effect: BrokerEffect): void {
    switch (effect.do) {
      case 'probe':
        void this.connection.probe(effect.token, effect);
        return;
      case 'open':
        void this.connection.open(effect.token, effect.roomId, effect.purpose);
        return;
      case 'verify':
        void this.connection.verify(effect.token, effect.everyMs);
        return;
      case 'hang-up':
        this.closing = this.connection.close();
        return;
      case 'leave-schedule':
        this.looks.leave();
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

  private connect(onError: (error: unknown) => void): LiveConnection {
    const { source, assignment, onConnectFailure, clock } = this.options;
    const listener = tellingListener({
      tell: (message) => this.tell(message),
      joined: (roomId) => this.intake.joined(roomId, this.state, clock.now()),
      take: (facts, origin) => this.take(facts, origin),
      concern: (concern, on) => this.concern(concern, on),
      onConnectFailure: (kind, error) => onConnectFailure?.(kind, error),
      onError,
    });
    return new LiveConnection(source, assignment.handle, this.looks, listener);
  }

  private take(facts: readonly SourceFact[], origin: FactOrigin): void {
    try {
      this.timed(() => this.batcher?.add(this.intake.take(facts, origin)));
    } catch (error) {
      this.options.onCrash(error);
    }
  }
}
