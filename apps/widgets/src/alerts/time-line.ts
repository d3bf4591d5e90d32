/** The thin line that runs out with the alert; it fills again when a streak gets more time. */
export class TimeLine {
  private animation: Animation | undefined;
  private endsAt = 0;
  private whole = 1;

  constructor(private readonly line: HTMLElement) {}

  run(remainingMs: number): void {
    const now = performance.now();
    const from = this.animation ? Math.max(0, this.endsAt - now) / this.whole : 1;
    this.whole = Math.max(this.whole, remainingMs);
    if (!this.animation) this.whole = remainingMs;
    this.endsAt = now + remainingMs;
    this.animation?.cancel();
    const to = remainingMs / this.whole;
    const refill = Math.min(0.5, 180 / remainingMs);
    this.animation = this.line.animate(
      [
        { transform: `scaleX(${from})` },
        { transform: `scaleX(${to})`, offset: to > from ? refill : 0 },
        { transform: 'scaleX(0)' },
      ],
      { duration: remainingMs, fill: 'forwards' },
    );
  }
}
