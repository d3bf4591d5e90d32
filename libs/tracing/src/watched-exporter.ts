import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import type { TracingOptions } from './tracing-options.js';

type Done = Parameters<SpanExporter['export']>[1];

/** Of `ExportResult`. */
const SUCCESS = 0;

/** Tells once when spans are refused or nobody answers, and once when they are taken again. */
export class WatchedExporter implements SpanExporter {
  private failing = false;

  constructor(
    private readonly exporter: SpanExporter,
    private readonly watcher: Pick<TracingOptions, 'onUndeliverable' | 'onDelivered'>,
  ) {}

  export(spans: ReadableSpan[], done: Done): void {
    this.exporter.export(spans, (result) => {
      this.note(result.code === SUCCESS, result.error);
      done(result);
    });
  }

  async forceFlush(): Promise<void> {
    await this.exporter.forceFlush?.();
  }

  async shutdown(): Promise<void> {
    await this.exporter.shutdown();
  }

  private note(delivered: boolean, error: unknown): void {
    if (delivered !== this.failing) return;
    this.failing = !delivered;
    if (delivered) this.watcher.onDelivered?.();
    else this.watcher.onUndeliverable?.(error);
  }
}
