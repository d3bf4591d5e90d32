import {
  isSpanContextValid,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Span,
  type SpanContext,
  type Tracer as OtelApiTracer,
} from '@opentelemetry/api';
import type { SpanStart, Tracer, TraceSpan } from '#libs/domain';

const KINDS = { server: SpanKind.SERVER, producer: SpanKind.PRODUCER, consumer: SpanKind.CONSUMER };
const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** The port `Tracer` on OpenTelemetry's API. */
export class OtelTracer implements Tracer {
  constructor(private readonly tracer: OtelApiTracer) {}

  start(name: string, { parent, links = [], kind, since, attributes = {} }: SpanStart = {}): TraceSpan | undefined {
    const began = since ?? performance.now();
    // Beginning and end by one clock, set by the wall clock now: a process that is up for weeks must not drift.
    const startTime = Date.now() - (performance.now() - began);
    const of = parent === undefined ? undefined : parse(parent);
    const context = of ? trace.setSpanContext(ROOT_CONTEXT, of) : ROOT_CONTEXT;
    const linked = links.flatMap((text) => parse(text) ?? []).map((context) => ({ context }));
    const options = {
      kind: kind === undefined ? SpanKind.INTERNAL : KINDS[kind],
      startTime,
      attributes,
      links: linked,
    };
    const span = this.tracer.startSpan(name, options, context);
    return span.isRecording() ? new OtelSpan(span, startTime - began) : undefined;
  }
}

class OtelSpan implements TraceSpan {
  readonly context: string;
  readonly traceId: string;

  constructor(
    private readonly span: Span,
    /** From `performance.now()` to ms since the epoch. */
    private readonly shift: number,
  ) {
    const { traceId, spanId, traceFlags } = span.spanContext();
    this.traceId = traceId;
    this.context = `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
  }

  end({ attributes, error }: Parameters<TraceSpan['end']>[0] = {}): void {
    if (attributes) this.span.setAttributes(attributes);
    if (error !== undefined) this.span.setStatus({ code: SpanStatusCode.ERROR, message: error });
    this.span.end(performance.now() + this.shift);
  }
}

/** What does not read as a context, for example from a later version, begins a trace of its own. */
function parse(text: string): SpanContext | undefined {
  const [, traceId = '', spanId = '', flags = ''] = TRACEPARENT.exec(text) ?? [];
  const context: SpanContext = {
    traceId,
    spanId,
    traceFlags: Number.parseInt(flags, 16) & TraceFlags.SAMPLED,
    isRemote: true,
  };
  return isSpanContextValid(context) ? context : undefined;
}
