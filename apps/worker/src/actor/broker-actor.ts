import {
  calendarDay,
  decideBroker,
  newBroker,
  type BrokerConcern,
  type BrokerEffect,
  type BrokerMessage,
  type BrokerState,
  type OpenResult,
  type Owner,
  type SourceFact,
} from '#libs/domain';
import { AppendBatcher, type AppendBatcherOptions } from './append-batcher.js';
import type { BrokerActorOptions } from './broker-actor-options.js';
import { brokerContext } from './broker-settings.js';
import { FactIntake } from './fact-intake.js';
import { LiveConnection } from './live-connection.js';
import { LookTurns } from './look-turns.js';
import { StatusReporter } from './status-reporter.js';

const CLOSE_GRACE_MS = 500;
const QUIET_MS = 30_000;
const UNHEARD_MS = 300_000;
/** Appends that fail for longer are told. */
const BEHIND_MS = 5_000;

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

  constructor(private readonly options: BrokerActorOptions) {
    const { assignment, clock, settings, nodeId } = options;
    this.owner = { nodeId, generation: assignment.generation };
    this.state = newBroker(assignment.handle, assignment.generation, clock.now());
    this.intake = new FactIntake(settings.streakTimeoutMs);
    this.dayOf = calendarDay(assignment.timeZone);
    const onError = (error: unknown) => options.batcher?.onError?.(error);
    this.looks = new LookTurns(assignment.streamerId, assignment.handle, options.source, options.liveness, onError);
    this.connection = this.connect();
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
    const { streaks, position, clockDifferenceMs, ...known } = opened.state;
    this.intake.load(streaks, clockDifferenceMs, clock.now());
    this.batcher = this.createBatcher(position);
    if (this.suspended) this.batcher.suspend();
    this.tell({ type: 'start', log: known });
    return 'opened';
  }

  tell(message: BrokerMessage): void {
    this.inbox.push(message);
    if (this.busy) return;
    this.busy = true;
    try {
      for (let next = this.inbox.shift(); next !== undefined; next = this.inbox.shift()) this.handle(next);
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
    const now = this.options.clock.now();
    this.batcher?.add(this.intake.sweep(now));
    this.status.retry();
    const lastFrameAt = this.connection.lastFrameAt ?? now;
    this.concern('quiet', now - lastFrameAt >= (this.options.settings.quietMs ?? QUIET_MS));
    const { unheardMs = UNHEARD_MS } = this.options.settings;
    if (now - (this.connection.lastHeardAt ?? now) >= unheardMs) this.tell({ type: 'unheard' });
    this.concern('log-behind', (this.batcher?.behindMs ?? 0) >= BEHIND_MS);
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

  /** Hand-off: stops listening, appends what it has, for at most half a second. */
  async stop(): Promise<void> {
    this.gone = true;
    this.tell({ type: 'stop' });
    await this.batcher?.close(CLOSE_GRACE_MS);
    await Promise.all([this.status.settled(), this.closing]);
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
        this.batcher?.add(effect.events.map((event) => ({ event })));
        return;
      case 'report':
        this.status.report(effect.status);
        return;
      case 'close':
        clearTimeout(this.timer);
        this.closing = this.connection.close();
    }
  }

  private connect(): LiveConnection {
    const { source, assignment, batcher, onConnectFailure } = this.options;
    return new LiveConnection(source, assignment.handle, this.looks, {
      onBooked: (token, { waitMs, stretch, habits }) => this.tell({ type: 'booked', token, waitMs, stretch, habits }),
      onUnbooked: (token, error) => {
        batcher?.onError?.(error);
        this.tell({ type: 'unbooked', token });
      },
      onProbed: (token, probe) => this.tell({ type: 'probed', token, probe }),
      onOpened: (token, roomId) => {
        this.intake.joined(roomId, this.state, this.options.clock.now());
        this.tell({ type: 'opened', token, roomId });
      },
      onVerified: (token, live) => this.tell({ type: 'verified', token, live }),
      onFacts: (facts, { history }) => this.take(facts, history),
      onPause: (paused) => this.concern('paused', paused),
      onEnded: (token, end, lastFrameAt) => this.tell({ type: 'session-ended', token, end, lastFrameAt }),
      onFailed: (token, failure, error) => {
        onConnectFailure?.(failure.kind, error);
        this.tell({ type: 'failed', token, failure });
      },
    });
  }

  private take(facts: readonly SourceFact[], history: boolean): void {
    try {
      this.batcher?.add(this.intake.take(facts, history));
    } catch (error) {
      this.options.onCrash(error);
    }
  }
}
