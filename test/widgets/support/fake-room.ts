import {
  type ControlMessage,
  type FaultReportMessage,
  type Hello,
  type LiveEvent,
  type LoggedEvent,
  type PageModeration,
  type ServerMessage,
  type Snapshot,
  type SourceStatus,
  type StateMessage,
  type Welcome,
  type WidgetInstance,
  type WidgetType,
  completeSettings,
  eventTypesOf,
  isAlertEvent,
  isAlertWidget,
  isWidgetType,
} from '#libs/contracts';

export const ROOM_KEY = '5600e838-26e8-4a61-a0a1-3d1d917efb35';
const RECENT = 30;
const MAX_MISSED = 100;
const none = { coins: 0, gifts: 0, likes: 0, follows: 0, shares: 0, subscribes: 0 };
const board = { coins: [], likes: [] };

/** A page's socket, as far as the room knows it. */
export interface Listener {
  widget: WidgetType;
  follow(): void;
  forgetTo(offset: number): void;
  close(code: number): void;
  send(message: ServerMessage): void;
}

/** One streamer as a page sees them: a log, settings, acknowledgements. Speaks the protocol to the letter, keeps all in memory. */
export class FakeRoom {
  epoch = 'epoch-1';
  log: LoggedEvent[] = [];
  /** Close each hello with this code. */
  refuseWith: number | undefined;
  readonly hellos: Hello[] = [];
  readonly started: string[] = [];
  readonly shown: string[] = [];
  readonly sockets = new Set<Listener>();
  private readonly startedStreaks = new Set<string>();
  private readonly overrides = new Map<WidgetType, Record<string, unknown>>();
  private rev = 1;
  private control = { paused: false, muted: false, seq: 0 };
  private head = 0;
  source: SourceStatus = { state: 'live', since: Date.now() };
  /** What the server counted; part of each snapshot. */
  state: Partial<Snapshot> = {};
  /** What pages are told not to show. */
  moderation: PageModeration | undefined;
  /** That the gateway says it serves. */
  build: string | undefined;
  readonly reports: FaultReportMessage[] = [];

  get position(): { epoch: string; offset: number } {
    return { epoch: this.epoch, offset: this.head };
  }

  emit(...events: LiveEvent[]): void {
    for (const event of events) this.log.push({ offset: (this.head += 1), event });
    for (const socket of this.sockets) socket.follow();
  }

  /** Offsets that no page hears of: a message that got lost on its way to this socket. */
  loseForEveryone(...events: LiveEvent[]): void {
    for (const event of events) this.log.push({ offset: (this.head += 1), event });
    for (const socket of this.sockets) socket.forgetTo(this.head);
  }

  /** Changed parts, each whole; pages hear of them, and later ones find them in their snapshot. */
  count(state: Pick<Partial<Snapshot>, keyof StateMessage>): void {
    this.state = { ...this.state, ...state };
    this.send(() => ({ event: 'state', data: state }));
  }

  startNewEpoch(name: string): void {
    this.epoch = name;
    this.log = [];
    this.head = 0;
  }

  configure(widget: WidgetType, settings: Record<string, unknown>): void {
    this.overrides.set(widget, settings);
    this.rev += 1;
    this.send((socket) => ({ event: 'settings', data: { widget: this.instance(socket.widget) } }));
  }

  /** The streamer changed what is blocked. */
  moderate(moderation: PageModeration): void {
    this.moderation = moderation;
    this.send((socket) => ({ event: 'settings', data: { widget: this.instance(socket.widget), moderation } }));
  }

  command(action: ControlMessage['action'], more: Partial<ControlMessage> = {}): void {
    this.control.seq = more.seq ?? this.control.seq + 1;
    if (action === 'pause' || action === 'resume') this.control.paused = action === 'pause';
    if (action === 'mute' || action === 'unmute') this.control.muted = action === 'mute';
    this.send(() => ({ event: 'control', data: { ...more, action, seq: this.control.seq } }));
  }

  closeAll(code: number): void {
    for (const socket of this.sockets) socket.close(code);
  }

  instance(widget: WidgetType): WidgetInstance {
    const settings = completeSettings(widget, this.overrides.get(widget) ?? {});
    return { type: widget, id: widget, settings: { ...settings }, rev: this.rev };
  }

  accepts(hello: Hello): number | undefined {
    this.hellos.push(hello);
    if (this.refuseWith) return this.refuseWith;
    if (hello.v !== 1) return 4400;
    if (hello.key !== ROOM_KEY) return 4401;
    return isWidgetType(hello.widget) ? undefined : 4404;
  }

  welcome(hello: Hello, widget: WidgetType): Welcome {
    const wished = hello.position;
    const held = wished?.epoch === this.epoch && wished.offset <= this.head;
    const position = held ? { ...wished } : this.position;
    return {
      v: 1,
      position,
      widget: this.instance(widget),
      ...(this.moderation ? { moderation: this.moderation } : {}),
      snapshot: this.snapshot(widget),
      source: this.source,
      control: { ...this.control },
      missed: hello.preview ? [] : this.missed(hello, widget, position.offset),
      ...(this.build ? { build: this.build } : {}),
      now: Date.now(),
    };
  }

  acknowledge(kind: 'started' | 'shown', ids: readonly string[]): void {
    (kind === 'started' ? this.started : this.shown).push(...ids);
    if (kind === 'shown') return;
    for (const { event } of this.log) {
      if (event.type === 'gift' && event.streak && ids.includes(event.id)) this.startedStreaks.add(event.streak.id);
    }
  }

  itemsFor(widget: WidgetType, after: number, resumed: boolean): LoggedEvent[] {
    const types = eventTypesOf(widget);
    const items = this.log.filter(({ offset, event }) => offset > after && types.has(event.type));
    return items.map((item) => (resumed && this.wasStarted(item.event) ? { ...item, started: true } : item));
  }

  private wasStarted(event: LiveEvent): boolean {
    if (event.type === 'gift' && event.streak && this.startedStreaks.has(event.streak.id)) return true;
    return this.started.includes(event.id);
  }

  private missed(hello: Hello, widget: WidgetType, upTo: number): LoggedEvent[] {
    if (!isAlertWidget(widget)) return [];
    const own = this.itemsFor(widget, 0, false).filter(
      ({ offset, event }) => offset <= upTo && isAlertEvent(event.type),
    );
    return own.filter(({ event }) => !this.wasStarted(event) && !hello.started?.includes(event.id)).slice(-MAX_MISSED);
  }

  private snapshot(widget: WidgetType): Snapshot {
    return {
      offset: this.head,
      totals: { session: none, today: none, allTime: none },
      goals: [],
      leaderboard: { session: board, allTime: board },
      latest: {},
      ...this.state,
      recent: this.itemsFor(widget, 0, false).slice(-RECENT),
    };
  }

  private send(message: (socket: Listener) => ServerMessage): void {
    for (const socket of this.sockets) socket.send(message(socket));
  }
}
