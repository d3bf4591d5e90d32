import { setTimeout as sleep } from 'node:timers/promises';
import type { WireMessage } from '../wire/wire-message.js';

export interface RecordedMessage {
  method: string;
  msgId: string;
  /** Milliseconds; 0 when the recording does not know. */
  createTime: number;
  /** Base64. */
  payload: string;
}

export interface ReplayOptions {
  /** Recorded gaps divided by this: 1 is real time, 10 ten times faster. Ignored when `rate` is given. */
  speed?: number;
  /** Messages a second. With neither `speed` nor `rate`: as fast as the sockets take them. */
  rate?: number;
  /** Most messages in one frame. Default 20. */
  batch?: number;
  /** Times the recording is played. Repeats get new message ids, so they are no duplicates. Default 1. */
  repeat?: number;
}

export interface ReplayTarget {
  send(messages: readonly WireMessage[]): void;
  clients(): number;
  bufferedBytes(): number;
}

export type ReplayState = 'waiting for a client' | 'running' | 'done' | 'stopped';

const MAX_BUFFERED_BYTES = 512 * 1024;
const MAX_RECORDED_GAP_MS = 5_000;
const POLL_MS = 5;

/** Sends recorded messages in order, payload bytes as recorded, from the moment a client is in the room. */
export class Replay {
  readonly total: number;
  /** Resolves with the number of messages sent, also when stopped. */
  readonly done: Promise<number>;
  sent = 0;
  state: ReplayState = 'waiting for a client';
  private readonly abort = new AbortController();

  constructor(
    private readonly messages: readonly RecordedMessage[],
    private readonly options: ReplayOptions,
    private readonly target: ReplayTarget,
  ) {
    this.total = messages.length * (options.repeat ?? 1);
    this.done = this.run();
  }

  stop(): void {
    this.abort.abort();
  }

  private async run(): Promise<number> {
    while (this.target.clients() === 0 && !this.stopped) await this.pause(POLL_MS);
    if (!this.stopped) this.state = 'running';
    for (let round = 0; round < (this.options.repeat ?? 1) && !this.stopped; round += 1) await this.playOnce(round);
    this.state = this.stopped ? 'stopped' : 'done';
    return this.sent;
  }

  private async playOnce(round: number): Promise<void> {
    const size = this.options.batch ?? 20;
    const startedAt = performance.now();
    const schedule = this.dueTimes();
    let index = 0;
    while (index < this.messages.length && !this.stopped) {
      const now = performance.now() - startedAt;
      let end = index;
      while (end < this.messages.length && end - index < size && (schedule?.[end] ?? 0) <= now) end += 1;
      if (end === index) {
        await this.pause(Math.max(1, (schedule?.[index] ?? 0) - now));
        continue;
      }
      this.target.send(this.messages.slice(index, end).map((message) => toWire(message, round)));
      this.sent += end - index;
      index = end;
      await this.breathe();
    }
  }

  /** When each message is due, in ms from the start; nothing when there is no hurry to hold back. */
  private dueTimes(): number[] | undefined {
    const { rate, speed } = this.options;
    if (rate !== undefined) return this.messages.map((_, index) => (index * 1000) / rate);
    if (speed === undefined || !Number.isFinite(speed)) return undefined;
    let at = 0;
    let previous = 0;
    return this.messages.map(({ createTime }) => {
      // Recordings are sorted by kind here and there: only forward steps of a plausible size count as time.
      const gap = createTime > previous && previous > 0 ? Math.min(createTime - previous, MAX_RECORDED_GAP_MS) : 0;
      if (createTime > 0) previous = createTime;
      at += gap / speed;
      return at;
    });
  }

  private async breathe(): Promise<void> {
    await new Promise(setImmediate);
    while (this.target.bufferedBytes() > MAX_BUFFERED_BYTES && !this.stopped) await this.pause(POLL_MS);
  }

  private async pause(ms: number): Promise<void> {
    try {
      await sleep(ms, undefined, { signal: this.abort.signal });
    } catch (error) {
      if (!this.stopped) throw error;
    }
  }

  private get stopped(): boolean {
    return this.abort.signal.aborted;
  }
}

function toWire(message: RecordedMessage, round: number): WireMessage {
  const msgId = round === 0 ? message.msgId : String(BigInt(message.msgId) + BigInt(round));
  return { method: message.method, msgId, payload: Buffer.from(message.payload, 'base64') };
}
