import { Stripe } from 'stripe';

export interface StripeOptions {
  secretKey: string;
  /** Another server that speaks Stripe's API; the real one without it. */
  apiUrl?: string | undefined;
  /** One, or two while one replaces the other. */
  webhookSecrets: readonly string[];
  /** Lets Stripe work out the tax. */
  automaticTax: boolean;
  timeoutMs?: number;
}

/** How old a webhook may be, seconds. */
export const TOLERANCE_SECONDS = 300;

/** Whether the key moves real money. */
export function isLiveKey(secretKey: string): boolean {
  return /^(sk|rk)_live_/.test(secretKey);
}

export function createStripe({ secretKey, apiUrl, timeoutMs = 10_000 }: StripeOptions): Stripe {
  const address = apiUrl === undefined ? undefined : new URL(apiUrl);
  return new Stripe(secretKey, {
    ...{ timeout: timeoutMs, maxNetworkRetries: 2, telemetry: false },
    appInfo: { name: 'StreamShape' },
    ...(address && {
      host: address.hostname,
      protocol: address.protocol === 'http:' ? 'http' : 'https',
      port: address.port || (address.protocol === 'http:' ? '80' : '443'),
    }),
  });
}
