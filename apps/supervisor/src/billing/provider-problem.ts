import { PaymentRefusedError, ProviderRefusedError, ProviderUnavailableError } from '#libs/domain';
import { ProblemError } from '../http/problem.js';
import type { BillingGate } from './billing.tokens.js';

export const conflict = (code: string, detail: string) => new ProblemError(409, code, detail);

/** Throws where nothing is sold. */
export function demandGate(gate: BillingGate | undefined): BillingGate {
  if (gate) return gate;
  throw conflict('BILLING.OFF', 'Nothing is sold on this server: whoever runs it grants the plans');
}

/** What a caller is told when Stripe did not do what was asked of it; other errors stay what they are. */
export function problemOfProvider(error: unknown): unknown {
  if (error instanceof ProviderUnavailableError) {
    const detail = 'The payment service does not answer at the moment. Try again in a minute';
    return new ProblemError(503, error.code, detail, undefined, { 'retry-after': '60' });
  }
  if (error instanceof PaymentRefusedError) {
    const detail = 'The payment was refused, so nothing changed. Put another card on file and try again';
    return new ProblemError(409, error.code, detail);
  }
  if (error instanceof ProviderRefusedError) {
    // Its own words are for whoever runs this server: they name keys, ids and settings.
    const reason = error.reason === undefined ? '' : ` (${error.reason})`;
    const detail = `The payment service refused this${reason}. Try again later, or tell whoever runs this server`;
    return new ProblemError(409, error.code, detail);
  }
  return error;
}

export async function asking<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw problemOfProvider(error);
  }
}
