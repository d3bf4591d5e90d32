import type { SupervisorConfig } from '#config';
import type { BillingBook } from '#libs/domain';

/**
 * Rejects where a server in production has sold plans and lost the keys of Stripe: everybody would have everything, while
 * Stripe goes on to charge those who pay.
 */
export async function refuseForgottenStripe(
  { production, billing }: Pick<SupervisorConfig, 'production' | 'billing'>,
  book: Pick<BillingBook, 'customersKept'>,
): Promise<void> {
  if (!production || billing.stripe || billing.selfHostedMeant) return;
  const customers = await book.customersKept();
  if (customers === 0) return;
  throw new Error(
    `STRIPE_SECRET_KEY is missing, but this server has sold plans: its database knows ${customers} customer(s) of Stripe. ` +
      'Without the key everybody would have everything, and Stripe would go on to charge those who pay. ' +
      'Set STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET and STRIPE_PRICE_ID (or PLANS) again. If nothing is to be sold here any ' +
      'more, end the subscriptions in Stripe, then say so with SELF_HOSTED_PLAN: the plan that everybody has, or none.',
  );
}
