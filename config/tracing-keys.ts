import { z } from 'zod';

const headers = z.string().transform((text, context) => {
  try {
    const pairs = text.split(',').filter((pair) => pair.trim() !== '');
    return Object.fromEntries(pairs.map((pair) => headerOf(pair)));
  } catch {
    context.addIssue({ code: 'custom', message: 'must be like authorization=Bearer%20abc,other=value' });
    return z.NEVER;
  }
});

function headerOf(pair: string): [string, string] {
  const [, name = '', value = ''] = /^\s*([\w!#$%&'*+.^`|~-]+)\s*=(.*)$/s.exec(pair) ?? [];
  const decoded = decodeURIComponent(value.trim());
  if (name === '' || /[\r\n\0]/.test(decoded)) throw new Error('Not a header');
  return [name.toLowerCase(), decoded];
}

/** Keys of traces, under the names that OpenTelemetry gives them everywhere. */
export const tracingKeys = {
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/, error: 'must be an address that starts with http:// or https://' })
    .optional()
    .describe(
      'Collector that takes traces as OTLP over HTTP, like http://localhost:4318; `/v1/traces` is added. Nothing is recorded without it',
    ),
  OTEL_EXPORTER_OTLP_HEADERS: headers
    .optional()
    .describe('Headers for that collector, as name=value with commas between them, values percent-encoded'),
  OTEL_TRACES_SAMPLER_ARG: z.coerce
    .number()
    .min(0)
    .max(1)
    .default(1)
    .describe('Share of the traces that is recorded: 1 is all, 0.01 one in a hundred'),
};
