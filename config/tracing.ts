import type { Environment } from './schema.js';

/** Where traces go; nowhere without an address. */
export function tracing(environment: Environment) {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_TRACES_SAMPLER_ARG: ratio } = environment;
  if (endpoint === undefined) return undefined;
  const url = `${endpoint.replace(/\/+$/, '')}/v1/traces`;
  return { url, ratio, headers: environment.OTEL_EXPORTER_OTLP_HEADERS ?? {} };
}
