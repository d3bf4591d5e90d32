import { AsyncLocalStorage } from 'node:async_hooks';

/** What the log lines of one HTTP request have in common. */
export interface RequestContext {
  requestId: string;
  /** Of a request that is traced. */
  traceId?: string;
}

const requests = new AsyncLocalStorage<RequestContext>();

/** Runs `work`, and all that it begins, as part of a request. */
export function withinRequest(context: RequestContext, work: () => void): void {
  requests.run(context, work);
}

/** The request that this is a part of. */
export function currentRequest(): RequestContext | undefined {
  return requests.getStore();
}
