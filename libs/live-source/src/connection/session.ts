import type { ProtoMessageFetchResult } from 'tiktok-live-connector';
import type { LiveSession, LiveSourceListener, SessionEnd, SourceFact, Tracer } from '#libs/domain';
import { normaliseMessage } from '../normalise/normalise-message.js';
import type { StreamSignal } from '../normalise/outcome.js';
import { SessionMemory } from '../normalise/session-memory.js';
import type { SourceCounters } from '../source-counters.js';
import { FRAME_METHOD } from '../source-counters.js';
import type { SocketSink } from './ordered-socket.js';
import type { RoomConnection } from './room-connection.js';
import { FrameTrace } from './frame-trace.js';
import { Watchdog } from './watchdog.js';

export interface SessionOptions {
  listener: LiveSourceListener;
  counters: SourceCounters;
  silenceMs: number;
  clock: () => number;
  tracer?: Tracer | undefined;
}

/** One connection to a room, from its opening to its one end. */
export class TikTokSession implements LiveSession, SocketSink {
  roomId = '';
  lastFrameAt: number;
  /** Fulfilled when the owner has the session; frames wait for it. */
  readonly begun: Promise<void>;
  private release: () => void = () => undefined;
  private connection: RoomConnection | undefined;
  private ended = false;
  private readonly watchdog: Watchdog;
  private readonly memory = new SessionMemory();

  constructor(private readonly options: SessionOptions) {
    this.lastFrameAt = options.clock();
    this.watchdog = new Watchdog(options.silenceMs, (silentForMs) => this.end({ kind: 'silent', silentForMs }));
    this.begun = new Promise((resolve) => {
      this.release = resolve;
    });
  }

  /** Starts telling, first what came with the signature. The caller gets the session before the first word. */
  begin(connection: RoomConnection): void {
    this.connection = connection;
    this.roomId = connection.roomId;
    this.lastFrameAt = this.options.clock();
    this.watchdog.start();
    setImmediate(() => {
      try {
        for (const batch of connection.initial.splice(0)) this.onBatch(batch);
      } catch (error) {
        this.onFailure(error);
      }
      this.release();
    });
  }

  get traced(): boolean {
    return this.options.tracer !== undefined;
  }

  async close(): Promise<void> {
    this.end({ kind: 'requested' });
    await this.connection?.terminate();
  }

  onFrame(): void {
    this.lastFrameAt = this.options.clock();
    this.watchdog.touch();
    this.options.counters.frame?.();
  }

  onBatch(batch: ProtoMessageFetchResult, arrivedAt?: number): void {
    const { tracer } = this.options;
    const frame = tracer && new FrameTrace(tracer, batch.messages.length, arrivedAt);
    const context = { roomId: this.roomId, receivedAt: this.options.clock(), memory: this.memory };
    let facts: SourceFact[] = [];
    let history = false;
    let over: SessionEnd | undefined;
    const tell = (): void => {
      if (facts.length > 0 && !this.ended) this.options.listener.onFacts(facts, { history, ...frame?.telling(facts) });
      facts = [];
    };
    for (const message of batch.messages) {
      if (this.ended) return;
      const told = normaliseMessage(message, context, this.options.counters);
      if (!told) continue;
      if (told.kind === 'signal' || message.isHistory !== history) tell();
      history = message.isHistory;
      if (told.kind === 'fact') facts.push(told.fact);
      else over ??= this.onSignal(told.signal);
    }
    tell();
    frame?.end();
    // What shares a batch with the end of the stream is still heard.
    if (over) this.end(over);
  }

  onUndecodableFrame(): void {
    if (!this.ended) this.options.counters.undecodable(FRAME_METHOD);
  }

  onClosed(code: number, reason: string): void {
    this.end({ kind: 'closed', code, detail: reason || 'TikTok closed the connection.' });
  }

  onFailure(error: unknown): void {
    const detail = `Handling failed: ${error instanceof Error ? error.message : String(error)}`;
    this.end({ kind: 'closed', detail });
  }

  private onSignal(signal: StreamSignal): SessionEnd | undefined {
    if (signal === 'ended' || signal === 'suspended') return { kind: 'stream-ended', detail: signal };
    this.options.listener.onPause?.(signal === 'paused');
    return undefined;
  }

  private end(end: SessionEnd): void {
    if (this.ended) return;
    this.ended = true;
    this.watchdog.stop();
    void this.connection?.terminate();
    this.options.listener.onEnd(end);
  }
}
