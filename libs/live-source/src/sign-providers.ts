import { LiveSourceError } from '#libs/domain';

/** A signing service: its address, and the key that it knows us by. Without a key the anonymous quota counts. */
export interface SignProvider {
  url: string;
  key?: string;
}

/**
 * Who signs the next connection. The seam for budgets, circuit breakers and failover: `choose` may wait, or reject
 * with a LiveSourceError instead of spending a call; `report` tells how each chosen call went.
 */
export interface SignProviderPolicy {
  choose(signal: AbortSignal): SignProvider | Promise<SignProvider>;
  report(provider: SignProvider, outcome: 'signed' | LiveSourceError): void;
}

/** Always the first one. */
export function preferFirst(providers: readonly SignProvider[]): SignProviderPolicy {
  const [first] = providers;
  if (!first) throw new RangeError('At least one sign provider is needed.');
  return { choose: () => first, report: () => undefined };
}
