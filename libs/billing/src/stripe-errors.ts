import { Stripe } from 'stripe';
import { PaymentRefusedError, ProviderRefusedError, ProviderUnavailableError } from '#libs/domain';

const { StripeAPIError, StripeAuthenticationError, StripeConnectionError, StripeError, StripeRateLimitError } =
  Stripe.errors;

const PAYMENT_REQUIRED = 402;

/** Stripe says that there is no such thing. */
export function isMissing(error: unknown): boolean {
  return error instanceof StripeError && error.code === 'resource_missing';
}

/** Stripe's errors in the words of the port. */
export function translated(error: unknown): unknown {
  if (!(error instanceof StripeError)) return error;
  const passing = [StripeConnectionError, StripeAPIError, StripeRateLimitError, StripeAuthenticationError];
  if (passing.some((Passing) => error instanceof Passing)) {
    return new ProviderUnavailableError(`Stripe does not answer as it should: ${error.message}`, { cause: error });
  }
  if (error.statusCode === PAYMENT_REQUIRED)
    return new PaymentRefusedError(error.message, error.code, { cause: error });
  return new ProviderRefusedError(error.message, error.code, { cause: error });
}

export async function calling<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw translated(error);
  }
}
