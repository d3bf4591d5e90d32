import EulerStreamApiClient from 'tiktok-live-api-sdk';
import { VERSION } from 'tiktok-live-connector';
import type { SignProvider } from '../sign-providers.js';

/** What the signing service answered, seen before the library interprets it. */
export interface SignAnswer {
  status?: number;
  /** Response headers by lower-case name. */
  headers: Record<string, string>;
}

/**
 * A signing client of one connection's own: the library's default is global to the process, holds one key and has
 * no time limit. Fills `answer` when the service answers, whatever it answers.
 */
export function signClient(
  provider: SignProvider,
  options: { timeoutMs: number; signal: AbortSignal; answer: SignAnswer },
): EulerStreamApiClient {
  const { timeoutMs, signal, answer } = options;
  return new EulerStreamApiClient({
    basePath: provider.url.replace(/\/+$/u, ''),
    ...(provider.key === undefined ? {} : { apiKey: provider.key }),
    baseOptions: {
      timeout: timeoutMs,
      signal,
      headers: { 'User-Agent': `tiktok-live-connector/${VERSION} ${process.platform}` },
      validateStatus: () => true,
      transformResponse: [
        (data: unknown, headers: Iterable<[string, unknown]>, status: number) => {
          answer.status = status;
          for (const [name, value] of headers) answer.headers[name.toLowerCase()] = String(value);
          return data;
        },
      ],
    },
  });
}
