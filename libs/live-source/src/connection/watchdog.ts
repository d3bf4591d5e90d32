/**
 * Calls `onSilence` when `touch` was not called for `silenceMs`. One timer, moved on only when it fires, as frames
 * come by the thousand. Measures on the monotonic clock, so that a corrected wall clock ends no healthy connection.
 */
export class Watchdog {
  private lastTouch = performance.now();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly silenceMs: number,
    private readonly onSilence: (silentForMs: number) => void,
  ) {}

  start(): void {
    this.touch();
    this.arm(this.silenceMs);
  }

  touch(): void {
    this.lastTouch = performance.now();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private get silentFor(): number {
    return performance.now() - this.lastTouch;
  }

  private arm(ms: number): void {
    this.timer = setTimeout(() => this.check(), Math.max(1, Math.ceil(ms)));
  }

  private check(): void {
    const left = this.silenceMs - this.silentFor;
    if (left > 0) this.arm(left);
    // After a freeze of the whole process the timer is due before the frames that wait are read: let them come.
    else this.timer = setTimeout(() => this.confirm(), GRACE_MS);
  }

  private confirm(): void {
    if (this.silentFor < this.silenceMs) this.arm(this.silenceMs - this.silentFor);
    else this.onSilence(Math.round(this.silentFor));
  }
}

const GRACE_MS = 20;
