/** A token bucket: `burst` at once, `perSecond` on average. */
export class RateLimit {
  private tokens: number;
  private filledAt: number;

  constructor(
    private readonly limits: { burst: number; perSecond: number },
    private readonly monotonic: () => number = () => performance.now(),
  ) {
    this.tokens = limits.burst;
    this.filledAt = monotonic();
  }

  /** False when there is none left. */
  take(): boolean {
    const now = this.monotonic();
    const earned = ((now - this.filledAt) / 1000) * this.limits.perSecond;
    this.tokens = Math.min(this.limits.burst, this.tokens + earned);
    this.filledAt = now;
    if (this.tokens < 1) return false;
    this.tokens -= 1;
    return true;
  }
}
