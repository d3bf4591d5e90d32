import EulerStreamApiClient from 'tiktok-live-api-sdk';
import { VERSION } from 'tiktok-live-connector';
import type { SignProvider } from '../signing/sign-providers.js';

/** What became of the call, seen before the library interprets it. */
export interface SignAnswer {
  status?: number;
  /** Response headers by lower-case name. */
  headers: Record<string, string>;
  /** The request was about to leave this process: from here on the provider may count it. */
  sent?: boolean;
  /** The service took longer than it may. */
  timedOut?: boolean;
}

/**
 * A signing client of one connection's own: the library's default is global to the process, holds one key and has
 * no time limit. Fills `answer` when the service answers, whatever it answers. `timeoutMs` is for the whole answer,
 * however slowly it comes.
 */
export function signClient(
  provider: SignProvider,
  options: { timeoutMs: number; signal: AbortSignal; answer: SignAnswer },
): EulerStreamApiClient {
  const { timeoutMs, signal, answer } = options;
  const limit = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const onTimeout = (): void => {
    answer.timedOut = true;
    limit.abort();
  };
  signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  return new EulerStreamApiClient({
    basePath: provider.url.replace(/\/+$/u, ''),
    ...(provider.key === undefined ? {} : { apiKey: provider.key }),
    baseOptions: {
      signal: AbortSignal.any([signal, limit.signal]),
      headers: { 'User-Agent': `tiktok-live-connector/${VERSION} ${process.platform}` },
      validateStatus: () => true,
      transformRequest: [
        (data: unknown) => {
          answer.sent = true;
          timer = setTimeout(onTimeout, timeoutMs).unref();
          return data;
        },
      ],
      transformResponse: [
        (data: unknown, headers: Iterable<[string, unknown]>, status: number) => {
          clearTimeout(timer);
          answer.status = status;
          for (const [name, value] of headers) answer.headers[name.toLowerCase()] = String(value);
          return data;
        },
      ],
    },
  });
}
