import type { Billing, SubscriptionView } from '#libs/contracts';

const OVER: readonly SubscriptionView['status'][] = ['canceled', 'incomplete', 'incomplete_expired'];

/** The subscription that goes on, which can be changed; a past one, or one that was never paid, is in nobody's way. */
export function livingOf(billing: Pick<Billing, 'subscription'> | undefined): SubscriptionView | undefined {
  const subscription = billing?.subscription;
  if (!subscription || subscription.endedAt !== null || OVER.includes(subscription.status)) return undefined;
  return subscription;
}
