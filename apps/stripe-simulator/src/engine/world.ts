import { createRandom, randomText } from './ids.js';
import { missing } from './stripe-error.js';
import type { Rendered, StoredEvent } from './model.js';
import { Store } from './store.js';

export interface WorldOptions {
  seed: number;
  /** Kept over restarts; in memory without it. */
  stateFile?: string | undefined;
  /** Seconds; the clock stands still but for `advance`. Without it the clock is the machine's. */
  startAt?: number | undefined;
  /** What becomes of a subscription when the last retry failed. */
  finalAction: 'cancel' | 'unpaid' | 'past_due';
  /** Days between the retries of a failed payment. */
  retryDays: readonly number[];
  /** Per cent, where automatic tax is asked for. */
  taxPercent: number;
}

export const CLOCK_ID = 'clock_local';

/** What all rules share: the tables, the clock, ids, and the book of events. */
export class World {
  readonly store: Store;
  private readonly listeners = new Set<(event: StoredEvent) => void>();
  private moment: number | undefined;
  private readonly startAt: number | undefined;

  constructor(
    readonly options: WorldOptions,
    /** Base address of pages. */
    readonly pages: { url: string },
  ) {
    this.store = new Store(options.stateFile);
    this.startAt = options.startAt;
  }

  /** Whole seconds. While the clock advances: the moment of what just happens. */
  now(): number {
    return this.moment ?? this.wall();
  }

  /** Where the clock stands, whatever is being worked on. */
  wall(): number {
    return (this.startAt ?? Math.floor(Date.now() / 1000)) + this.store.clockOffset;
  }

  /** Runs `work` as if it were `moment`. */
  at(moment: number, work: () => void): void {
    const before = this.moment;
    this.moment = moment;
    try {
      work();
    } finally {
      this.moment = before;
    }
  }

  /** The clock is one for tests as soon as it is not the machine's. */
  get testClock(): string | null {
    return this.startAt === undefined && this.store.clockOffset === 0 ? null : CLOCK_ID;
  }

  id(prefix: string): string {
    this.store.serial += 1;
    const random = createRandom(this.options.seed * 7919 + this.store.serial);
    return `${prefix}_${randomText(random, 14)}${this.store.serial.toString(36).padStart(4, '0')}`;
  }

  emit(type: string, data: Rendered, previous: Record<string, unknown> | null = null): void {
    const event = { id: this.id('evt'), created: this.now(), type, data, previous };
    this.store.events.set(event.id, event);
    for (const listener of this.listeners) listener(event);
  }

  onEvent(listener: (event: StoredEvent) => void): void {
    this.listeners.add(listener);
  }

  /** Throws what Stripe answers when there is none. */
  need<T>(table: ReadonlyMap<string, T>, kind: string, id: string, param?: string): T {
    const row = table.get(id);
    if (row === undefined) throw missing(kind, id, param);
    return row;
  }
}
