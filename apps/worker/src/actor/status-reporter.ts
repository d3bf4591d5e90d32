import type { SourceStatus } from '#libs/contracts';

/** Keeps what is stored of the connection true: the latest status is written until it is in, and again on demand. */
export class StatusReporter {
  private latest: SourceStatus | undefined;
  private stored: SourceStatus | undefined;
  private writing: Promise<void> | undefined;

  constructor(
    private readonly write: (status: SourceStatus) => Promise<void>,
    private readonly onError: (error: unknown) => void,
  ) {}

  report(status: SourceStatus): void {
    this.latest = status;
    this.retry();
  }

  /** Writes again what may be gone from the storage. */
  repeat(): void {
    this.stored = undefined;
    this.retry();
  }

  /** Called now and then: writes what is not stored yet. */
  retry(): void {
    if (this.writing || this.latest === undefined || this.latest === this.stored) return;
    const status = this.latest;
    this.writing = this.write(status)
      .then(
        () => {
          this.stored = status;
        },
        (error: unknown) => this.onError(error),
      )
      .finally(() => {
        this.writing = undefined;
        // A newer one came meanwhile; after a failure the next call tries again.
        if (this.stored === status && this.latest !== status) this.retry();
      });
  }

  async settled(): Promise<void> {
    while (this.writing) await this.writing;
  }
}
