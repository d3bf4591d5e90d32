import type { Stripe } from 'stripe';
import { BILLING_INTERVALS, SUBSCRIPTION_STATES, type SubscriptionState } from '#libs/contracts';
import { ProviderRefusedError, type SubscriptionFacts } from '#libs/domain';

/** Where a customer or subscription says whose it is. */
export const ACCOUNT_KEY = 'streamshape_account';

export const idOf = (value: string | { id: string }) => (typeof value === 'string' ? value : value.id);
export const toMs = (seconds: number) => seconds * 1000;
const maybeMs = (seconds: number | null | undefined) => (seconds == null ? null : toMs(seconds));

function statusOf(status: string): SubscriptionState {
  const known = SUBSCRIPTION_STATES.find((state) => state === status);
  if (known) return known;
  throw new ProviderRefusedError(`Stripe names a status that is not known here: ${status}`, 'unknown_status');
}

export function intervalOf(recurring: { interval: string; interval_count: number } | null | undefined) {
  const unit = BILLING_INTERVALS.find((known) => known === recurring?.interval);
  return unit && recurring ? { unit, count: recurring.interval_count } : null;
}

/** `cancel_at` where it is set; else the flag means the end of the period, which is on the items in this API. */
function endOf(subscription: Stripe.Subscription, periodEnd: number | null): number | null {
  if (subscription.cancel_at !== null) return toMs(subscription.cancel_at);
  return subscription.cancel_at_period_end ? periodEnd : null;
}

export function periodEndOf(subscription: Stripe.Subscription): number | null {
  const ends = subscription.items.data.map((item) => item.current_period_end);
  return ends.length === 0 ? null : toMs(Math.max(...ends));
}

export function endsAtOf(subscription: Stripe.Subscription): number | null {
  return subscription.ended_at === null ? endOf(subscription, periodEndOf(subscription)) : null;
}

/** `open`: its open invoices, when it is overdue; `owedSince`: seconds, of one that owes and has none. */
export function toSubscriptionFacts(
  subscription: Stripe.Subscription,
  open: readonly Stripe.Invoice[],
  owedSince?: number,
): SubscriptionFacts {
  const price = subscription.items.data[0]?.price;
  const amount = price?.currency_options?.[subscription.currency]?.unit_amount ?? price?.unit_amount;
  const [oldest] = [...open].sort((one, two) => one.created - two.created);
  return {
    ...{ id: subscription.id, customerId: idOf(subscription.customer), status: statusOf(subscription.status) },
    priceId: price?.id ?? null,
    ours: subscription.metadata[ACCOUNT_KEY] !== undefined,
    price: amount == null ? null : { amount, currency: subscription.currency },
    interval: intervalOf(price?.recurring),
    startedAt: toMs(subscription.created),
    currentPeriodEnd: periodEndOf(subscription),
    trialEnd: maybeMs(subscription.trial_end),
    endsAt: endsAtOf(subscription),
    endedAt: maybeMs(subscription.ended_at),
    overdueSince: maybeMs(oldest?.created ?? owedSince),
    payUrl: oldest?.hosted_invoice_url ?? null,
  };
}
