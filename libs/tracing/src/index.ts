import type { Tracing } from '#libs/domain';
import type { TracingOptions } from './tracing-options.js';

export type { TracingOptions } from './tracing-options.js';

/** Traces for whom an address is named; nobody else loads any of it. */
export async function openTracing(options: TracingOptions | undefined): Promise<Tracing | undefined> {
  if (options === undefined) return undefined;
  const { OtlpTracing } = await import('./otlp-tracing.js');
  return new OtlpTracing(options);
}
