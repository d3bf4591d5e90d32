import { growingDelay } from '#libs/domain';

/** Waits longer after each failure in a row, until something goes well. */
export class BackOff {
  private failures = 0;
  private until = 0;

  /** `now`: a clock that only goes forward, ms. */
  constructor(
    private readonly firstMs: number,
    private readonly lastMs: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** So long is left, ms. */
  get waitMs(): number {
    return Math.max(0, this.until - this.now());
  }

  /** Nothing failed for longer than the longest wait. */
  get forgotten(): boolean {
    return this.now() > this.until + this.lastMs;
  }

  failed(): void {
    this.until = this.now() + growingDelay(this.firstMs, this.lastMs, this.failures);
    this.failures += 1;
  }

  succeeded(): void {
    this.failures = 0;
    this.until = 0;
  }
}

/** One for each of many things that may fail by themselves. */
export class BackOffs {
  private readonly all = new Map<string, BackOff>();

  constructor(
    private readonly firstMs: number,
    private readonly lastMs: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Those that are not to be tried now. */
  waiting(): string[] {
    for (const [id, one] of this.all) if (one.forgotten) this.all.delete(id);
    return [...this.all].filter(([, { waitMs }]) => waitMs > 0).map(([id]) => id);
  }

  failed(id: string): void {
    const one = this.all.get(id) ?? new BackOff(this.firstMs, this.lastMs, this.now);
    one.failed();
    this.all.set(id, one);
  }

  succeeded(id: string): void {
    this.all.delete(id);
  }
}
