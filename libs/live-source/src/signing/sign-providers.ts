import { createHash } from 'node:crypto';
import type { CallOutcome, LiveSourceError, OpenPurpose, SignLimits } from '#libs/domain';

/** A signing service: its address, and the key that it knows us by. Without a key the anonymous quota counts. */
export interface SignProvider {
  url: string;
  key?: string;
  limits?: SignLimits;
}

/** How a signing call went. `sent`: the request may have left this process, so that the provider may count it. */
export interface SignResult {
  outcome: CallOutcome;
  sent: boolean;
  failure?: LiveSourceError;
}

/** Leave to make one call. Settled once, whatever became of it. */
export interface SignPermit {
  readonly provider: SignProvider;
  /** Providers that the same attempt could still go on to: the time that is left has to do for them too. */
  readonly others: number;
  /** Resolves when everybody who shares the key knows what they have to know. Never rejects. */
  settle(result: SignResult): Promise<void>;
}

/** One attempt to open a room: each provider at most once. */
export interface SigningAttempt {
  /**
   * The next provider. Waits a little for its turn. Rejects with LiveSourceError when none is left, saying what stood
   * in the way and, as `retryAfterMs`, when another attempt can make sense; or with the reason of `signal`.
   */
  next(signal: AbortSignal): Promise<SignPermit>;
  /** What the calls of this attempt failed with, in order. */
  readonly failures: readonly LiveSourceError[];
  /** The attempt is over: nobody waits for it any more. */
  end(): void;
}

/** Who signs, when, and in whose place: budgets, circuit breakers and failover. */
export interface SigningPolicy {
  /** `longestWaitMs`: how long `next` may wait in all. */
  begin(room: { handle: string }, purpose: OpenPurpose, longestWaitMs: number): SigningAttempt;
}

/** For people and metrics: place in the order of preference and host. Never the key. */
export function providerLabel(provider: SignProvider, index: number): string {
  return `${index + 1} ${new URL(provider.url).host}`;
}

/** Names the account of a provider's key, the same on every node, without telling the key. */
export function accountId({ url, key }: SignProvider): string {
  return createHash('sha256')
    .update(`${new URL(url).origin}\n${key ?? ''}`)
    .digest('hex')
    .slice(0, 16);
}
