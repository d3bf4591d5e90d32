import { randomUUID } from 'node:crypto';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TracerProvider,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace';
import type { Tracer, Tracing } from '#libs/domain';
import { OtelTracer } from './otel-tracer.js';
import type { TracingOptions } from './tracing-options.js';
import { WatchedExporter } from './watched-exporter.js';

const EXPORT_TIMEOUT_MS = 5000;
const CLOSE_MS = 2000;

/**
 * Sends spans to a collector as JSON over HTTP. Several live in one process: nothing is registered globally. What
 * waits is bounded, and dropped when nobody takes it.
 */
export class OtlpTracing implements Tracing {
  readonly tracer: Tracer;
  private readonly provider: TracerProvider;

  constructor(options: TracingOptions) {
    const {
      url,
      headers,
      ratio,
      service,
      version,
      instance = randomUUID(),
      delayMs = 2000,
      maxWaiting = 4096,
    } = options;
    const exporter = new OTLPTraceExporter({ url, headers, timeoutMillis: EXPORT_TIMEOUT_MS, concurrencyLimit: 2 });
    const processor = new BatchSpanProcessor({
      exporter: new WatchedExporter(exporter, options),
      maxQueueSize: maxWaiting,
      maxExportBatchSize: Math.min(512, maxWaiting),
      scheduledDelayMillis: delayMs,
      exportTimeoutMillis: EXPORT_TIMEOUT_MS + 1000,
    });
    this.provider = new TracerProvider({
      resource: resourceFromAttributes({
        'service.namespace': 'streamshape',
        'service.name': service,
        'service.version': version,
        'service.instance.id': instance,
      }),
      sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) }),
      spanProcessors: [processor],
    });
    this.tracer = new OtelTracer(this.provider.getTracer('streamshape', version));
  }

  async close(): Promise<void> {
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, CLOSE_MS);
    // Spans that nobody takes are no reason to end badly.
    const done = this.provider.shutdown().catch(() => undefined);
    await Promise.race([done, late]);
    clearTimeout(timer);
  }
}
