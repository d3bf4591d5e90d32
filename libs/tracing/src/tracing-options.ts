export interface TracingOptions {
  /** Where spans go: OTLP over HTTP, with its path. */
  url: string;
  headers: Record<string, string>;
  /** Share of the traces that is recorded, 0 to 1. */
  ratio: number;
  /** Which process says so, as `service.name`. */
  service: string;
  version: string;
  /** Which one of its kind; made up without it. */
  instance?: string;
  /** How long a finished span waits for others, ms. Default: 2 s. */
  delayMs?: number;
  /** Spans that wait at most; more are dropped. */
  maxWaiting?: number;
  /** Spans could not be delivered. Once, until some are again. */
  onUndeliverable?(error: unknown): void;
  onDelivered?(): void;
}
