import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import type { ControlMessage, Position, WidgetInstance } from '#libs/contracts';
import type { Written } from './delivery-trace.js';
import { messageFrame } from './frames.js';
import { Outbound } from './outbound.js';

const CLOSE_GRACE_MS = 3000;

/** What a page said of itself in `hello`, checked. */
export interface PageIdentity {
  streamerId: string;
  keyHash: string;
  widget: WidgetInstance;
  preview: boolean;
  /** Streaks of which this widget has started an event: their later events count as started too. */
  startedStreaks: Set<string>;
  /** Of what is blocked, as the page was told. */
  moderationMark: string;
}

/**
 * One widget page's connection. `cursor` is how far in the log it has been served, `announced` the `to` of the last
 * message: they differ while events that the widget does not get pass by.
 */
export class PageSocket {
  identity: PageIdentity | undefined;
  epoch = '';
  cursor = 0;
  announced = 0;
  /** `following` gets what is pushed; `reading` is being served from the log. */
  mode: 'joining' | 'reading' | 'following' = 'joining';
  /** Rises with each `hello`: an older handshake that is still at work gives up. */
  greeting = 0;
  droppedSinceLast = 0;
  /** The last command that it was given, or that was in force at its `welcome`. */
  controlSeq = 0;
  private held: ControlMessage[] = [];
  /** ms */
  readonly openedAt = Date.now();
  readonly outbound: Outbound;

  constructor(
    private readonly webSocket: WebSocket,
    socket: Socket,
    /** OBS itself shows it. */
    readonly obs = false,
  ) {
    this.outbound = new Outbound(socket, () => webSocket.terminate());
  }

  get open(): boolean {
    return this.webSocket.readyState === this.webSocket.OPEN;
  }

  send(event: string, data: unknown): void {
    if (this.open) this.outbound.send(messageFrame(event, data));
  }

  sendFrame(frame: Buffer, written?: Written): void {
    if (this.open) this.outbound.send(frame, written);
  }

  placeAt(position: Position): void {
    this.epoch = position.epoch;
    this.cursor = position.offset;
    this.announced = position.offset;
  }

  /** A new handshake begins. */
  forgetControls(): void {
    this.controlSeq = 0;
    this.held = [];
  }

  /** After `welcome`, which told the state of command number `seq`. */
  releaseControls(seq: number): void {
    this.controlSeq = Math.max(this.controlSeq, seq);
    for (const message of this.held.splice(0)) if (message.seq > seq) this.send('control', message);
  }

  /** A page that has no `welcome` yet hears of the command after it. */
  control(message: ControlMessage, frame: Buffer): void {
    if (message.seq <= this.controlSeq) return;
    this.controlSeq = message.seq;
    if (this.mode === 'joining') this.held.push(message);
    else this.sendFrame(frame);
  }

  close(code: number, reason: string): void {
    this.outbound.flush();
    this.webSocket.close(code, reason);
    // A page that does not answer the close frame is not waited for.
    setTimeout(() => this.webSocket.terminate(), CLOSE_GRACE_MS).unref();
  }
}
