import type { Logger } from '#libs/observability';

/** A warning about what strangers can cause as often as they like: at once, then with a number once in `everyMs`. */
export class RareWarning {
  private unsaid = 0;
  private nextAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly logger: Pick<Logger, 'warn'>,
    private readonly text: string,
    private readonly everyMs = 60_000,
    private readonly now: () => number = () => performance.now(),
  ) {}

  warn(fields: Record<string, unknown>): void {
    if (this.now() < this.nextAt) {
      this.unsaid += 1;
      return;
    }
    this.logger.warn({ ...fields, unsaid: this.unsaid }, this.text);
    this.unsaid = 0;
    this.nextAt = this.now() + this.everyMs;
  }
}
