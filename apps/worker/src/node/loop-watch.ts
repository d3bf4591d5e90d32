import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';
import type { EventLoopReport } from '#libs/contracts';
import { newLoopMemory, SLOT, wordsOf } from './loop-watch-memory.js';
import type { LoopWatchData } from './loop-watch-thread.js';

/** A loop that does nothing else for this long is blocked: leases are renewed once a second. */
export const STALL_MS = 1000;
/** A handler of one broker that keeps all others waiting for this long is worth a line. */
export const SLOW_HANDLER_MS = 200;
const BEAT_MS = 100;
const LOOK_MS = 200;
const RESOLUTION_MS = 20;
const WINDOW_MS = 10_000;
/** A broker that is always slow gets a line now and then. */
const SAY_AGAIN_MS = 10_000;

export interface SlowHandler {
  streamerId: string;
  ms: number;
}

export interface LoopWatchOptions {
  /** Fields of the lines that are written while the loop is blocked. */
  base: Record<string, unknown>;
  /** Whether anybody wants those lines. */
  say: boolean;
  /** File descriptor that they go to; standard output without it. */
  fd?: number;
  /** The loop was blocked and runs again. `slowest`: the broker that took the most of it, if it was one. */
  onStall?(ms: number, slowest: SlowHandler | undefined): void;
  /** `tell` is false for a broker of which it was told a moment ago. */
  onSlowHandler?(handler: SlowHandler, tell: boolean): void;
  onError?(error: unknown): void;
}

/** Runs one piece of a broker's work and takes the time. */
export type Timed = (work: () => void) => void;

/**
 * Watches the event loop from inside (delays) and from a thread of its own (stalls, which are told while they last,
 * with the broker whose handler runs), and takes the time of each broker's handlers.
 */
export class LoopWatch {
  private readonly memory = newLoopMemory();
  private readonly delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  private windowFrom = performance.now();
  private thread: Worker | undefined;
  private timer: NodeJS.Timeout | undefined;
  private stalls = 0;
  private longestStallMs = 0;
  private lastStallAt: number | undefined;
  /** Since the last beat but one: the suspects of a stall. */
  private slow: (SlowHandler & { endedAt: number })[] = [];
  private readonly toldAt = new Map<string, number>();

  constructor(private readonly options: LoopWatchOptions) {}

  start(): void {
    this.delays.enable();
    this.timer = setInterval(() => this.beat(), BEAT_MS).unref();
    const beside = (name: string) =>
      new URL(`./${name}${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url);
    const workerData: LoopWatchData = {
      memory: this.memory,
      memoryModule: beside('loop-watch-memory').href,
      stallMs: STALL_MS,
      lookMs: LOOK_MS,
      say: this.options.say,
      fd: this.options.fd ?? 1,
      base: this.options.base,
    };
    // Options of the process, such as an inspector's port, are not for the thread.
    this.thread = new Worker(beside('loop-watch-thread'), { workerData, name: 'loop-watch', execArgv: [] });
    this.thread.on('error', (error) => this.options.onError?.(error)).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    this.delays.disable();
    Atomics.store(this.memory, SLOT.stop, 1);
    Atomics.notify(this.memory, SLOT.stop);
    await this.thread?.terminate();
  }

  /** Takes the time of the handlers of one broker. */
  handlerOf(streamerId: string): Timed {
    const { memory } = this;
    const words = wordsOf(streamerId);
    return (work) => {
      const startedAt = performance.now();
      memory.set(words, SLOT.actor);
      try {
        work();
      } finally {
        memory.fill(0, SLOT.actor);
        const ms = performance.now() - startedAt;
        if (ms >= SLOW_HANDLER_MS) this.note(streamerId, ms);
      }
    };
  }

  /** Delays of the last ten seconds or so, and stalls since the start. */
  report(): EventLoopReport {
    const beyond = (nanoseconds: number) => {
      const ms = nanoseconds / 1e6 - RESOLUTION_MS;
      return Number.isFinite(ms) ? Math.max(0, Math.round(ms * 10) / 10) : 0;
    };
    const { delays } = this;
    const report = {
      p50Ms: beyond(delays.percentile(50)),
      p99Ms: beyond(delays.percentile(99)),
      maxMs: beyond(delays.max),
      stalls: this.stalls,
      longestStallMs: this.longestStallMs,
      ...(this.lastStallAt === undefined ? {} : { lastStallAt: this.lastStallAt }),
    };
    if (performance.now() - this.windowFrom >= WINDOW_MS) {
      delays.reset();
      this.windowFrom = performance.now();
    }
    return report;
  }

  private beat(): void {
    Atomics.add(this.memory, SLOT.beat, 1);
    const stalls = Atomics.load(this.memory, SLOT.stalls);
    const now = performance.now();
    if (stalls !== this.stalls) {
      const ms = Atomics.load(this.memory, SLOT.lastStallMs);
      this.stalls = stalls;
      this.longestStallMs = Math.max(this.longestStallMs, ms);
      this.lastStallAt = Date.now();
      const suspects = this.slow.filter(({ endedAt }) => endedAt > now - ms - 2 * STALL_MS);
      const slowest = suspects.toSorted((one, other) => other.ms - one.ms)[0];
      this.options.onStall?.(ms, slowest && { streamerId: slowest.streamerId, ms: slowest.ms });
      this.slow = [];
    }
    if (this.slow.length > 0) this.slow = this.slow.filter(({ endedAt }) => endedAt > now - 10 * STALL_MS).slice(-100);
  }

  private note(streamerId: string, ms: number): void {
    const endedAt = performance.now();
    this.slow.push({ streamerId, ms, endedAt });
    const toldAt = this.toldAt.get(streamerId);
    const tell = toldAt === undefined || endedAt - toldAt >= SAY_AGAIN_MS;
    if (tell) {
      if (this.toldAt.size >= 1000) this.toldAt.clear();
      this.toldAt.set(streamerId, endedAt);
    }
    this.options.onSlowHandler?.({ streamerId, ms }, tell);
  }
}
