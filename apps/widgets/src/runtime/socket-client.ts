import type { ClientMessage, ServerMessage, Welcome } from '#libs/contracts';
import { WIDGET_PROTOCOL_VERSION } from '../../../../libs/contracts/src/catalogue.js';
import { AckOutbox } from './ack-outbox.js';
import type { Boot } from './boot.js';
import type { FaultReport } from './faults.js';
import { LogReader } from './log-reader.js';
import { afterClose } from './reconnect.js';
import { parseServerMessage } from './server-message.js';
import type { Cancel, Clock } from './timers.js';

/** The part of `WebSocket` that is used. */
export interface Wire {
  readonly readyState: number;
  send(text: string): void;
  close(): void;
  onmessage: ((event: MessageEvent<unknown>) => void) | null;
  onopen: ((event: Event) => void) | null;
  onclose: ((event: CloseEvent) => void) | null;
}

export interface ClientDeps {
  boot: Boot;
  /** Random, one per page load. */
  page: string;
  connect(): Wire;
  clock: Clock;
  random(): number;
  /** Ids of `hello.started`. */
  started(): string[];
}

export interface ClientHandler {
  welcome(welcome: Welcome): void;
  message(message: Exclude<ServerMessage, { event: 'welcome' | 'pong' }>): void;
  /** The page has no right to show anything now. */
  blank(): void;
}

const OPEN = 1;
const ANSWER_MS = 10_000;
const PING_EVERY_MS = 15_000;
/** After this long the connection counts as good, and the next failure as the first. */
const STABLE_MS = 5000;
const REGREET_EVERY_MS = 1000;
const LOST = 1006;

/** One socket for the page: says hello, follows the log without gaps, reconnects. */
export class SocketClient {
  private readonly reader = new LogReader();
  private readonly outbox = new AckOutbox((message) => this.transmit(message));
  private wire: Wire | undefined;
  private failures = 0;
  private stopped = false;
  private lastHeard = 0;
  private lastHello = 0;
  private greeting = false;
  private takesReports = false;
  private watched: Wire | undefined;
  private readonly timers = new Set<Cancel>();

  constructor(
    private readonly deps: ClientDeps,
    private readonly handler: ClientHandler,
  ) {}

  start(): void {
    this.stopped = false;
    this.open();
  }

  stop(): void {
    this.stopped = true;
    this.drop();
  }

  acknowledge(event: 'started' | 'shown', ids: readonly string[]): void {
    if (!this.deps.boot.preview) this.outbox.add(event, ids);
  }

  /** Passes a fault on, if this gateway takes it. */
  report(fault: FaultReport): void {
    if (this.takesReports) this.transmit({ event: 'report', data: fault });
  }

  private open(): void {
    const wire = this.deps.connect();
    this.wire = wire;
    const giveUp = this.later(ANSWER_MS, () => this.lost(wire));
    wire.onopen = () => this.hello();
    wire.onmessage = (event) => this.receive(wire, event.data, giveUp);
    wire.onclose = (event) => this.closed(wire, event.code);
  }

  private hello(): void {
    const { key, widget, id, preview } = this.deps.boot;
    const position = this.reader.position;
    const started = preview ? [] : this.deps.started();
    this.greeting = false;
    this.reader.helloSent();
    this.outbox.hold();
    this.lastHello = this.deps.clock.now();
    this.transmit({
      event: 'hello',
      data: {
        v: WIDGET_PROTOCOL_VERSION,
        key,
        widget,
        page: this.deps.page,
        ...(id ? { id } : {}),
        ...(position ? { position } : {}),
        ...(started.length > 0 ? { started } : {}),
        ...(preview ? { preview } : {}),
      },
    });
  }

  private receive(wire: Wire, data: unknown, giveUp: Cancel): void {
    if (wire !== this.wire) return;
    this.lastHeard = this.deps.clock.now();
    const message = parseServerMessage(data);
    if (!message || message.event === 'pong') return;
    if (message.event === 'welcome') {
      giveUp();
      this.welcomed(wire, message.data);
      return;
    }
    if (message.event === 'snapshot') this.reader.moveTo(message.data.position);
    if (message.event !== 'events') {
      this.handler.message(message);
      return;
    }
    const taken = this.reader.take(message.data);
    if (taken.kind === 'gap') this.greetAgain();
    if (taken.kind === 'items') this.handler.message(message);
  }

  private welcomed(wire: Wire, welcome: Welcome): void {
    this.reader.moveTo(welcome.position);
    // A gateway older than `report` would close the socket over it; it does not tell its build either.
    this.takesReports = welcome.build !== undefined;
    this.outbox.release();
    this.later(STABLE_MS, () => (this.failures = 0));
    if (this.watched !== wire) this.watch(wire);
    this.handler.welcome(welcome);
  }

  /** A server that never fits must not be asked in a tight loop. */
  private greetAgain(): void {
    this.reader.helloSent();
    if (this.greeting) return;
    this.greeting = true;
    this.later(Math.max(0, this.lastHello + REGREET_EVERY_MS - this.deps.clock.now()), () => this.hello());
  }

  /** A connection can be dead without a word: ask, and give up when nothing at all comes back. */
  private watch(wire: Wire): void {
    this.watched = wire;
    this.later(PING_EVERY_MS, () => {
      const asked = this.deps.clock.now();
      this.transmit({ event: 'ping', data: {} });
      this.later(ANSWER_MS, () => {
        if (this.lastHeard < asked) this.lost(wire);
        else this.watch(wire);
      });
    });
  }

  private lost(wire: Wire): void {
    if (wire !== this.wire) return;
    wire.close();
    this.closed(wire, LOST);
  }

  private closed(wire: Wire, code: number): void {
    if (wire !== this.wire || this.stopped) return;
    this.drop();
    const next = afterClose(code, this.failures, this.deps.random);
    if (next.blank) this.handler.blank();
    if (next.do === 'stop') {
      this.stopped = true;
      return;
    }
    this.failures = next.countsAsFailure ? this.failures + 1 : 0;
    this.later(next.delay, () => this.open());
  }

  private drop(): void {
    for (const cancel of this.timers) cancel();
    this.timers.clear();
    this.greeting = false;
    this.outbox.hold();
    const wire = this.wire;
    this.wire = undefined;
    if (!wire) return;
    wire.onopen = wire.onmessage = wire.onclose = null;
    wire.close();
  }

  /** A timer that ends with this connection. */
  private later(ms: number, run: () => void): Cancel {
    const cancel = this.deps.clock.after(ms, () => {
      this.timers.delete(cancel);
      run();
    });
    this.timers.add(cancel);
    return cancel;
  }

  private transmit(message: ClientMessage): void {
    if (this.wire?.readyState === OPEN) this.wire.send(JSON.stringify(message));
  }
}
