import { PaymentRefusedError, ProviderRefusedError, ProviderUnavailableError } from '#libs/domain';
import { ProblemError } from '../http/problem.js';

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
    return new ProblemError(409, error.code, `The payment service refused: ${error.message}`);
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
