import type { Socket } from 'node:net';
import type { RawData, WebSocket } from 'ws';
import { decodeClientFrame, encodeEnterRoomReply } from './push-frame.js';

/** How a socket treats its peer: `silent` reads but says nothing, `half-open` does neither, as after a lost link. */
export type LinkState = 'normal' | 'silent' | 'half-open';

export interface PushSocketEvents {
  entered(socket: PushSocket): void;
  closed(socket: PushSocket): void;
}

const MAX_WAITING_FRAMES = 1_000;

/** One client's WebSocket. Frames sent before the client entered the room wait for it. */
export class PushSocket {
  readonly acks: string[] = [];
  ackCount = 0;
  heartbeats = 0;
  badFrames = 0;
  entered = false;
  framesSent = 0;
  framesWithheld = 0;
  private link: LinkState = 'normal';
  private waiting: Buffer[] = [];

  constructor(
    private readonly ws: WebSocket,
    private readonly tcp: Socket,
    readonly roomId: string,
    private readonly events: PushSocketEvents,
    private readonly nextLogId: () => string,
  ) {
    ws.on('message', (data) => this.onMessage(data));
    ws.on('close', () => events.closed(this));
    // A reset by either side arrives here first; 'close' follows and does the work.
    ws.on('error', () => tcp.destroy());
  }

  /** Bytes accepted by `send` that the kernel has not taken yet. */
  get bufferedBytes(): number {
    return this.link === 'normal' ? this.ws.bufferedAmount : 0;
  }

  send(frame: Buffer): void {
    if (this.link !== 'normal') {
      this.framesWithheld += 1;
      return;
    }
    if (!this.entered) {
      if (this.waiting.length < MAX_WAITING_FRAMES) this.waiting.push(frame);
      return;
    }
    if (this.ws.readyState !== this.ws.OPEN) return;
    this.framesSent += 1;
    this.ws.send(frame);
  }

  setLink(state: LinkState): void {
    if (state === this.link) return;
    if (state === 'half-open') this.tcp.pause();
    else if (this.link === 'half-open') this.tcp.resume();
    this.link = state;
  }

  /** Closes with a close frame; without a code the client sees 1005. */
  close(code?: number, reason?: string): void {
    this.ws.close(code, reason);
  }

  /** Ends the TCP connection without a close frame: the client sees 1006. */
  terminate(): void {
    this.ws.terminate();
  }

  /** Sends a TCP reset. */
  reset(): void {
    this.tcp.resetAndDestroy();
  }

  private onMessage(data: RawData): void {
    try {
      // With ws's default binaryType a message is always one Buffer.
      if (Buffer.isBuffer(data)) this.onFrame(data);
    } catch {
      this.badFrames += 1;
    }
  }

  private onFrame(data: Buffer): void {
    const frame = decodeClientFrame(data);
    if (frame.kind === 'heartbeat') this.heartbeats += 1;
    if (frame.kind === 'ack') this.onAck(frame.logId);
    if (frame.kind === 'unknown') this.badFrames += 1;
    if (frame.kind === 'enter') this.onEnter();
  }

  private onAck(logId: string): void {
    this.ackCount += 1;
    this.acks.push(logId);
    if (this.acks.length > 100) this.acks.shift();
  }

  private onEnter(): void {
    if (this.entered) return;
    this.entered = true;
    this.send(encodeEnterRoomReply(1, this.nextLogId()));
    const waiting = this.waiting;
    this.waiting = [];
    for (const frame of waiting) this.send(frame);
    this.events.entered(this);
  }
}
