import type { Socket } from 'node:net';
import type { Written } from './delivery-trace.js';

/** Above this many unsent bytes a page gets no ephemeral events. */
const SLOW_BYTES = 256 * 1024;
/** Above this, or slow for this long, it is cut; it resumes when it comes back. */
const STALLED_BYTES = 1024 * 1024;
const STALLED_MS = 10_000;
const DRAIN_POLL_MS = 20;

/** The bytes on their way to one page. Every frame that is ready goes out in one write per turn of the event loop. */
export class Outbound {
  private frames: Buffer[] = [];
  /** Who wants to know of the next write; nobody, unless it is recorded. */
  private told: Written[] | undefined;
  private scheduled = false;
  private slowSince: number | undefined;

  constructor(
    private readonly socket: Socket,
    private readonly onStalled: () => void,
  ) {}

  /** True while the page cannot keep up. */
  get slow(): boolean {
    return this.socket.writableLength > SLOW_BYTES;
  }

  send(frame: Buffer, written?: Written): void {
    this.frames.push(frame);
    if (written) (this.told ??= []).push(written);
    if (this.scheduled) return;
    this.scheduled = true;
    queueMicrotask(() => this.flush());
  }

  /** Resolves when the page has taken most of what was written, or is gone. */
  async drained(): Promise<void> {
    this.flush();
    while (this.slow && !this.socket.destroyed) {
      await new Promise((resolve) => setTimeout(resolve, DRAIN_POLL_MS));
      this.watch();
    }
  }

  /** Writes what waits, for example before a close frame. */
  flush(): void {
    this.scheduled = false;
    const frames = this.frames;
    if (frames.length === 0 || this.socket.destroyed) return;
    this.frames = [];
    this.write(frames.length === 1 ? frames[0]! : Buffer.concat(frames));
    this.watch();
  }

  private write(bytes: Buffer): void {
    const { told } = this;
    if (told === undefined) return void this.socket.write(bytes);
    this.told = undefined;
    this.socket.write(bytes, (error) => {
      for (const written of told) written(error);
    });
  }

  /** Also called now and then, so that a page that stopped reading altogether is noticed. */
  watch(): void {
    if (!this.slow) {
      this.slowSince = undefined;
      return;
    }
    const now = performance.now();
    this.slowSince ??= now;
    if (this.socket.writableLength > STALLED_BYTES || now - this.slowSince > STALLED_MS) this.onStalled();
  }
}
