import type { BILLING_INTERVALS, Money, SubscriptionState } from '#libs/contracts';

/** What is known of one subscription at the provider. Times in ms of the provider's clock. */
export interface SubscriptionFacts {
  id: string;
  customerId: string;
  status: SubscriptionState;
  priceId: string | null;
  /** It was bought here: it counts also when its price is in no plan any more. */
  ours: boolean;
  price: Money | null;
  interval: { unit: (typeof BILLING_INTERVALS)[number]; count: number } | null;
  startedAt: number;
  currentPeriodEnd: number | null;
  trialEnd: number | null;
  /** It ends then and is not renewed. */
  endsAt: number | null;
  endedAt: number | null;
  /** Since when the oldest open invoice is owed; null while nothing is overdue. */
  overdueSince: number | null;
  /** Where that invoice can be paid. */
  payUrl: string | null;
}

export interface GrantFacts {
  id: string;
  planId: string;
  createdAt: number;
  endsAt: number | null;
  revokedAt: number | null;
}

/** Statuses in which nothing will ever happen again. */
export function isOver(status: SubscriptionState): boolean {
  return status === 'canceled' || status === 'incomplete_expired';
}
