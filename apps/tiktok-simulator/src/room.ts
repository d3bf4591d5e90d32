import { FailureBook } from './failures/failure-book.js';
import type { FailureKind, FailureSpec } from './failures/failure-spec.js';
import { disturb } from './failures/disturb.js';
import type { DisturbanceSpec } from './failures/disturb.js';
import { LivelyScript } from './lively/lively-script.js';
import type { StreakEnding } from './lively/gift-streaks.js';
import type { EventSpec, UserSpec } from './messages/event-spec.js';
import { MessageFactory } from './messages/message-factory.js';
import { Replay } from './replay/replay.js';
import type { RecordedMessage, ReplayOptions, ReplayState } from './replay/replay.js';
import { readRecording } from './replay/recording.js';
import type { GoLiveOptions, GoOfflineOptions, LivelySettings, RoomStatus } from './room-options.js';
import { RoomSockets } from './room-sockets.js';
import type { SimulatorServices } from './simulator-services.js';
import type { WireMessage } from './wire/wire-message.js';

const HISTORY_SIZE = 60;
const HISTORY_COMMENTS = 6;
const CLOSE_AFTER_MS = 250;

/** One streamer's room. Everything that can happen to it is a method here. */
export class SimulatedRoom {
  readonly failures: FailureBook;
  readonly sockets: RoomSockets;
  private readonly factory: MessageFactory;
  private readonly history: WireMessage[] = [];
  private currentRoomId: string;
  private hasBeenLive = false;
  private state: RoomStatus = 'offline';
  private script: LivelyScript | undefined;
  private replays = new Set<Replay>();
  startedAt = 0;

  constructor(
    readonly handle: string,
    readonly host: UserSpec,
    private readonly services: SimulatorServices,
  ) {
    this.currentRoomId = services.snowflake.next();
    this.sockets = new RoomSockets(services, (now) => this.script?.welcome(now));
    this.failures = new FailureBook(services.failures, () => this.applyFailures());
    this.factory = new MessageFactory({
      snowflake: services.snowflake,
      pictures: services.pictures,
      roomId: () => this.currentRoomId,
      now: services.now,
    });
  }

  get roomId(): string {
    return this.currentRoomId;
  }

  get status(): RoomStatus {
    return this.state;
  }

  get isLively(): boolean {
    return this.script !== undefined;
  }

  /** Starts a session. A second session gets a new room id. */
  goLive(options: GoLiveOptions = {}): this {
    if (this.state === 'live') return this;
    this.currentRoomId = options.roomId ?? (this.hasBeenLive ? this.services.snowflake.next() : this.currentRoomId);
    this.services.roomIdChanged(this.handle, this.currentRoomId);
    this.hasBeenLive = true;
    this.state = 'live';
    this.startedAt = this.services.now();
    this.history.length = 0;
    return this;
  }

  /** Ends the session, and the lively script with it. */
  goOffline(options: GoOfflineOptions = {}): void {
    if (this.state === 'offline') return;
    this.state = 'offline';
    this.stopLively();
    if (options.announce ?? true) this.send({ type: 'control', action: options.action ?? 3 });
    const ending = options.sockets ?? ((options.announce ?? true) ? 'close' : 'keep');
    if (ending !== 'keep') this.endSockets(ending, options.closeAfterMs ?? CLOSE_AFTER_MS);
  }

  pause(): void {
    this.send({ type: 'control', action: 1 });
  }

  resume(): void {
    this.send({ type: 'control', action: 2 });
  }

  /** Sends events in one frame to every client in the room and returns them as encoded. */
  send(events: EventSpec | readonly EventSpec[]): WireMessage[] {
    const specs: readonly EventSpec[] = Array.isArray(events) ? events : [events];
    const messages = specs.map((spec) => this.factory.build(spec));
    this.sendMessages(messages);
    return messages;
  }

  /** Encodes an event without sending it. */
  encode(event: EventSpec): WireMessage {
    return this.factory.build(event);
  }

  /** Sends messages that are encoded already, in one frame, bytes untouched. */
  sendMessages(messages: readonly WireMessage[]): void {
    this.history.push(...messages);
    if (this.history.length > HISTORY_SIZE) this.history.splice(0, this.history.length - HISTORY_SIZE);
    this.sockets.deliver(messages);
  }

  /** Sends recorded messages in order. `messages` may be the path of a JSON lines file. */
  async replay(messages: readonly RecordedMessage[] | string, options: ReplayOptions = {}): Promise<Replay> {
    const recorded = typeof messages === 'string' ? await readRecording(messages) : messages;
    const replay = new Replay(recorded, options, {
      send: (batch) => this.sendMessages(batch),
      clients: () => this.sockets.enteredCount,
      bufferedBytes: () => this.sockets.bufferedBytes,
    });
    this.replays = new Set([...this.replays].filter((other) => other.state !== 'done' && other.state !== 'stopped'));
    this.replays.add(replay);
    return replay;
  }

  /** Where the newest replay stands. */
  replayStatus(): { state: ReplayState | 'none'; sent: number; total: number } {
    const { state = 'none', sent = 0, total = 0 } = [...this.replays].at(-1) ?? {};
    return { state, sent, total };
  }

  stopReplays(): void {
    for (const replay of this.replays) replay.stop();
  }

  /** Plays the lively script until the room goes offline or `stopLively`. */
  startLively(settings: LivelySettings = {}): this {
    this.goLive();
    this.script = new LivelyScript({
      seed: settings.seed ?? this.services.seed,
      pace: settings.pace ?? 1,
      host: this.host,
      startAt: this.services.now(),
      nextId: () => this.services.snowflake.next(),
      streakEnding: () => this.streakEnding(),
    });
    this.services.livelyChanged();
    return this;
  }

  stopLively(): void {
    this.script = undefined;
    this.services.livelyChanged();
  }

  /** Switches a condition on; see docs/simulator.md for all of them. */
  fail(spec: FailureSpec): void {
    this.failures.set(spec);
  }

  clearFailures(kind?: FailureKind): void {
    this.failures.clear(kind);
  }

  /** Plays one accident now. */
  disturb(spec: DisturbanceSpec): void {
    disturb(this, spec, this.services);
  }

  /** Resolves when at least `count` clients are in the room. */
  waitForClients(count = 1): Promise<void> {
    return this.sockets.waitForEntered(count);
  }

  /** The newest messages, oldest first. */
  recentMessages(count: number): WireMessage[] {
    return this.history.slice(-count);
  }

  /** What a sign response brings along: a few old comments, or everything of late when duplicates are asked for. */
  initialBatch(): WireMessage[] {
    if (this.state === 'offline') return [this.factory.build({ type: 'control', action: 3 })];
    const duplicates = this.failures.take(['duplicates']);
    const old = duplicates
      ? this.recentMessages(duplicates.count ?? 20)
      : this.history.filter((message) => message.method === 'WebcastChatMessage').slice(-HISTORY_COMMENTS);
    return old.map((message) => ({ ...message, isHistory: true }));
  }

  /** Advances the lively script; called by the simulator's one shared timer. */
  tick(now: number): void {
    const events = this.script?.advance(now);
    if (events && events.length > 0) this.send(events);
  }

  keepAlive(): void {
    if (!this.failures.active('no-keep-alive')) this.sockets.deliver([]);
  }

  applyFailures(): void {
    const halfOpen = this.failures.active('half-open');
    this.sockets.setLink(halfOpen ? 'half-open' : this.failures.active('silent') ? 'silent' : 'normal');
  }

  close(): void {
    this.script = undefined;
    this.stopReplays();
    this.sockets.terminateAll();
  }

  /** Ends the sockets of now; those of a next session that comes in meanwhile stay. */
  private endSockets(ending: 'close' | 'terminate', afterMs: number): void {
    const sockets = this.sockets.list();
    const end = (): void => {
      for (const socket of sockets) socket[ending]();
    };
    if (afterMs <= 0) end();
    else setTimeout(end, afterMs);
  }

  private streakEnding(): StreakEnding {
    if (this.failures.active('streaks-never-end')) return 'never';
    return this.failures.active('streaks-end-twice') ? 'twice' : 'as-usual';
  }
}
