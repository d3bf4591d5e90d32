/** W3C `traceparent` of a span that is recorded: with it a trace goes on elsewhere. */
export type TraceContext = string;

export type TraceAttributes = Record<string, string | number | boolean | string[]>;

export interface SpanStart {
  /** The span that it is a part of; without one a trace begins. */
  parent?: TraceContext;
  /** Others that it works for as well. */
  links?: readonly TraceContext[];
  /** What it is to other processes. Default: nothing, it stays within. */
  kind?: 'server' | 'producer' | 'consumer';
  /** When it began, as `performance.now()` told then; now without it. */
  since?: number;
  /** Never names, texts or secrets: traces go to other systems. */
  attributes?: TraceAttributes;
}

export interface TraceSpan {
  readonly context: TraceContext;
  readonly traceId: string;
  /** Once. `error` is a kind of error, without the words of it. */
  end(outcome?: { attributes?: TraceAttributes; error?: string }): void;
}

/** Records what a piece of work took and what it belongs to. Never throws, never waits. */
export interface Tracer {
  /** `undefined` where this trace is not recorded: then nothing that belongs to it is. */
  start(name: string, start?: SpanStart): TraceSpan | undefined;
}

export interface Tracing {
  readonly tracer: Tracer;
  /** Sends what is left, for a bounded time. Never rejects. */
  close(): Promise<void>;
}
