import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import type { SimulatorServices } from './simulator-services.js';
import { encodeMessageFrame } from './wire/push-frame.js';
import { PushSocket } from './wire/push-socket.js';
import type { LinkState } from './wire/push-socket.js';
import type { WireMessage } from './wire/wire-message.js';

interface Waiter {
  count: number;
  resolve: () => void;
}

/** The clients of one room. A frame is encoded once for all of them. */
export class RoomSockets {
  private readonly all = new Set<PushSocket>();
  private waiters: Waiter[] = [];
  private link: LinkState = 'normal';
  private seqId = 1;
  /** Messages handed to at least one client. */
  messagesSent = 0;

  constructor(
    private readonly services: SimulatorServices,
    private readonly onEntered: (now: number) => void,
  ) {}

  add(ws: WebSocket, tcp: Socket, roomId: string): PushSocket {
    const events = { entered: () => this.entered(), closed: (closed: PushSocket) => this.all.delete(closed) };
    const socket = new PushSocket(ws, tcp, roomId, events, () => this.services.snowflake.next());
    socket.setLink(this.link);
    this.all.add(socket);
    return socket;
  }

  get size(): number {
    return this.all.size;
  }

  get enteredCount(): number {
    return [...this.all].filter((socket) => socket.entered).length;
  }

  /** The largest backlog of any client, in bytes. */
  get bufferedBytes(): number {
    let largest = 0;
    for (const socket of this.all) largest = Math.max(largest, socket.bufferedBytes);
    return largest;
  }

  list(): readonly PushSocket[] {
    return [...this.all];
  }

  /** Sends one frame with these messages; an empty one is a keep-alive. */
  deliver(messages: readonly WireMessage[]): void {
    if (this.all.size === 0) return;
    this.messagesSent += messages.length;
    this.sendBytes(this.frame(messages));
  }

  /** A frame as `deliver` would send it, for faults that damage it first. */
  frame(messages: readonly WireMessage[], gzip = messages.length > 0): Buffer {
    const now = this.services.now();
    this.seqId += 1;
    return encodeMessageFrame(messages, {
      seqId: this.seqId,
      logId: this.services.snowflake.next(),
      cursor: `t-${now}_r-1_d-1_u-1_h-${this.seqId}`,
      now,
      needAck: messages.length === 0 || this.services.ackData,
      gzip,
    });
  }

  sendBytes(bytes: Buffer): void {
    for (const socket of this.all) socket.send(bytes);
  }

  setLink(state: LinkState): void {
    this.link = state;
    for (const socket of this.all) socket.setLink(state);
  }

  closeAll(code?: number): void {
    for (const socket of this.all) socket.close(code);
  }

  terminateAll(): void {
    for (const socket of this.all) socket.terminate();
  }

  resetAll(): void {
    for (const socket of this.all) socket.reset();
  }

  waitForEntered(count: number): Promise<void> {
    if (this.enteredCount >= count) return Promise.resolve();
    return new Promise((resolve) => this.waiters.push({ count, resolve }));
  }

  private entered(): void {
    this.onEntered(this.services.now());
    const inside = this.enteredCount;
    const ready = this.waiters.filter((waiter) => waiter.count <= inside);
    this.waiters = this.waiters.filter((waiter) => waiter.count > inside);
    for (const waiter of ready) waiter.resolve();
  }
}
