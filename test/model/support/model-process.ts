import { AsyncLocalStorage } from 'node:async_hooks';
import type { Happening, World } from './world.js';

const context = new AsyncLocalStorage<ModelProcess>();

/** The process of the model whose code is running; absent outside of the model. */
export function currentProcess(): ModelProcess | undefined {
  return context.getStore();
}

export interface ClockOfProcess {
  /** How fast its monotonic clock and its timers go: 1 is right. */
  rate: number;
  /** By how much its wall clock, which the network keeps right, is off, ms. */
  skewMs: number;
}

/** An arbitrary instant that all clocks of the model count from, ms. */
const EPOCH = Date.UTC(2026, 0, 1);

/**
 * One process of the cluster: whatever its code starts belongs to it, so that it can be frozen and killed as a
 * whole. A frozen process runs nothing; its clock goes on, and what came meanwhile is there when it goes on.
 */
export class ModelProcess {
  alive = true;
  frozen = false;
  /** Since when it has been running without a break, ms. */
  runningSince = 0;
  /** It freezes at this many answers of a service from now: between reading and acting. */
  freezeAfterAnswers: { answers: number; forMs: number } | undefined;
  private waiting: { kind: 'timer' | 'io'; run: () => void }[] = [];

  constructor(
    readonly name: string,
    readonly world: World,
    private readonly clock: ClockOfProcess = { rate: 1, skewMs: 0 },
  ) {
    this.runningSince = world.now;
  }

  monotonic(): number {
    return this.world.now * this.clock.rate;
  }

  wallClock(): number {
    return Math.floor(EPOCH + this.clock.skewMs + this.world.now);
  }

  /** Runs `work` as this process. */
  within<T>(work: () => T): T {
    return context.run(this, work);
  }

  /** By the clock of this process, ms. */
  after(delayMs: number, run: () => void, kind: 'timer' | 'io'): Happening {
    return this.world.at(this.world.now + delayMs / this.clock.rate, () => this.deliver(run, kind));
  }

  /** Something has come for this process. */
  deliver(run: () => void, kind: 'timer' | 'io' = 'io'): void {
    if (!this.alive) return;
    if (this.frozen) this.waiting.push({ kind, run });
    else this.within(run);
  }

  /** An answer has come; a frozen process may have been waiting for exactly that. */
  answered(): void {
    if (!this.freezeAfterAnswers || --this.freezeAfterAnswers.answers > 0) return;
    const { forMs } = this.freezeAfterAnswers;
    this.freezeAfterAnswers = undefined;
    this.freeze(forMs);
  }

  freeze(forMs: number): void {
    if (this.frozen || !this.alive) return;
    this.frozen = true;
    this.world.at(this.world.now + forMs, () => this.thaw());
  }

  /** Timers come first, then what the network brought, as in the event loop of Node. */
  thaw(): void {
    if (!this.frozen) return;
    this.frozen = false;
    this.runningSince = this.world.now;
    const waiting = this.waiting.splice(0);
    for (const kind of ['timer', 'io'] as const) {
      for (const one of waiting) {
        if (one.kind === kind) this.world.at(this.world.now, () => this.deliver(one.run, kind));
      }
    }
  }

  kill(): void {
    this.alive = false;
    this.waiting = [];
  }
}
