import { formatMoney, type Billing, type Money, type BillingNotice, type Plan } from '#libs/contracts';
import { msOf, type Moment } from '../../ui/time.js';

/** The day where the reader is, or in the zone that is given. */
export function dayText(moment: Moment, timeZone?: string, locale = 'en'): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', ...(timeZone && { timeZone }) }).format(msOf(moment));
}

export function everyText({ unit, count }: Plan['interval']): string {
  return count === 1 ? `a ${unit}` : `every ${count} ${unit}s`;
}

/** In that currency, else in the usual one. */
export function priceIn(plan: Plan, currency: string): Money | undefined {
  return plan.prices.find((one) => one.currency === currency) ?? plan.prices[0];
}

/** 9.00 EUR a month, as the reader's language writes it. */
export function priceText(plan: Plan, currency: string, locale?: string): string | undefined {
  const price = priceIn(plan, currency);
  return price && `${formatMoney(price, locale)} ${everyText(plan.interval)}`;
}

const once = (unit: Plan['interval']['unit']) => (plan: Plan) =>
  plan.interval.unit === unit && plan.interval.count === 1;

/** What a year costs less than twelve months of a plan that allows the same. */
export function savingText(plan: Plan, all: readonly Plan[], currency: string): string | undefined {
  const same = (other: Plan) => JSON.stringify(other.allows) === JSON.stringify(plan.allows);
  const monthly = once('year')(plan) ? all.find((other) => once('month')(other) && same(other)) : undefined;
  const [year, month] = [priceIn(plan, currency), monthly && priceIn(monthly, currency)];
  if (!year || !month || year.currency !== month.currency || month.amount <= 0) return undefined;
  const free = Math.floor((12 * month.amount - year.amount) / month.amount);
  if (free < 1) return undefined;
  return free === 1 ? '1 month free' : `${free} months free`;
}

/** Currencies that every plan has, the usual one first. */
export function commonCurrencies(plans: readonly Plan[]): string[] {
  const [first, ...rest] = plans;
  const currencies = first?.prices.map(({ currency }) => currency) ?? [];
  return currencies.filter((code) => rest.every((plan) => plan.prices.some(({ currency }) => currency === code)));
}

export function backText(days: number): string {
  if (days % 365 !== 0) return `Past streams of ${days} days`;
  return days === 365 ? 'Past streams of a year' : `Past streams of ${days / 365} years`;
}

export function allowsText({ widgets, historyDays, priority }: Plan['allows']): string[] {
  return [
    'Every kind of widget, in every theme',
    widgets === null ? 'As many saved widgets as there is room for' : `${widgets} saved widgets`,
    historyDays === null ? 'All of your past streams' : backText(historyDays),
    ...(priority > 0 ? ['Connected first when many start at once'] : []),
  ];
}

/** How things stand, in a word or two. */
export function standingBadge({ entitlement: { active, cause }, subscription, notices }: Billing): {
  text: string;
  color: string;
} {
  if (!active) {
    const nothing = cause === 'never' && notices.length === 0;
    return nothing ? { text: 'No plan', color: 'gray' } : { text: 'Stopped', color: 'red' };
  }
  if (cause === 'grace') return { text: 'Payment failed', color: 'red' };
  if (cause === 'trial') return { text: 'Trial', color: 'amber' };
  return cause === 'subscription' && subscription?.endsAt != null
    ? { text: 'Ends soon', color: 'amber' }
    : { text: 'Active', color: 'green' };
}

const OWED: readonly string[] = ['past_due', 'unpaid'];

/** One sentence about how things stand. */
export function standingText({ entitlement, subscription, notices }: Billing, timeZone?: string): string {
  if (notices.some(({ kind }) => kind === 'grant-ended')) {
    return 'The plan that you were given has ended. Your settings and links are kept.';
  }
  const until = entitlement.until === null ? undefined : dayText(entitlement.until, timeZone);
  switch (entitlement.cause) {
    case 'subscription':
      if (subscription?.endsAt != null) return `Everything works until ${until}. Then it ends.`;
      return subscription?.currentPeriodEnd == null
        ? 'Your plan is active.'
        : `Your plan is active. The next payment is on ${dayText(subscription.currentPeriodEnd, timeZone)}.`;
    case 'trial':
      return `You are trying everything out until ${until}.`;
    case 'grace':
      return `Your payment failed. Everything works until ${until}.`;
    case 'grant': {
      const given = until === undefined ? 'Given by an admin without end' : `Given by an admin until ${until}`;
      const owed = subscription !== null && subscription.endedAt === null && OWED.includes(subscription.status);
      return owed ? `${given}. A payment for what you bought before is missing.` : `${given}, nothing to pay.`;
    }
    case 'self-hosted':
      return 'Whoever runs this server gives it to you.';
    case 'never':
      return 'You have no plan yet. Your widgets show nothing on stream until you choose one.';
    case 'payment-overdue':
    case 'unpaid':
      return 'Your payment is missing, so your widgets show nothing on stream. Pay the open invoice, or end this plan now and choose one again.';
    case 'incomplete':
      return 'Your first payment did not go through, so nothing has started. Choose a plan again.';
    case 'paused':
      return 'Your plan is paused, because the trial ended without a card. Your widgets show nothing on stream. End it now and choose a plan to go on.';
    case 'canceled':
      return 'Your plan has ended. Your settings and links are kept.';
  }
}

/** What somebody has to know before they cancel. */
export function cancelText({ entitlement: { cause, until }, subscription }: Billing, timeZone?: string): string {
  const end = subscription?.currentPeriodEnd;
  const paid = end == null ? 'the end of what is paid' : dayText(end, timeZone);
  const stop = until === null ? 'soon' : `on ${dayText(until, timeZone)}`;
  const kept = 'Your settings and links are kept.';
  if (cause === 'grant') {
    const given = until === null ? 'goes on' : `goes on until ${dayText(until, timeZone)}`;
    return `What you bought is not renewed after ${paid}. What you were given ${given}. ${kept}`;
  }
  if (cause === 'grace') {
    return `It is not renewed. Your payment is missing: without it your widgets stop ${stop}, with it they work until ${paid}. ${kept}`;
  }
  return `Everything works until ${paid}. Then your widgets show nothing on stream. ${kept}`;
}

/** What somebody has to know before they end at once what has stopped; something given may be in force beside it. */
export function endText({ entitlement: { active } }: Pick<Billing, 'entitlement'>): string {
  return active
    ? 'What you bought before has stopped, and it is not charged again. What you were given goes on.'
    : 'It has stopped already, and it is not charged again. Then you choose a plan anew. Your settings and links are kept.';
}

export function noticeText({ kind, until }: BillingNotice, timeZone?: string): { title: string; text: string } {
  const day = until === null ? 'soon' : `on ${dayText(until, timeZone)}`;
  switch (kind) {
    case 'trial-ending':
      return {
        title: 'Your trial ends soon',
        text: `It ends ${day}. With a card on file your plan goes on by itself.`,
      };
    case 'payment-failed':
      return { title: 'Your payment failed', text: `Nothing stops yet. Without a payment everything stops ${day}.` };
    case 'grace-ending':
      return { title: 'Your widgets are about to stop', text: `Your payment is still missing. They stop ${day}.` };
    case 'stopped':
      return { title: 'Your widgets have stopped', text: 'They show nothing on stream until there is a plan again.' };
    case 'grant-ending':
      return { title: 'Your plan ends soon', text: `You were given it until it ends ${day}. Then your widgets stop.` };
    case 'two-subscriptions':
      return {
        title: 'You have two subscriptions',
        text: 'You are charged for more than one, and need one alone. End the one that you do not want; the other goes on.',
      };
    case 'grant-ended':
      return { title: 'Your plan has ended', text: 'Your widgets show nothing on stream until there is a plan again.' };
  }
}

export interface PlanBannerWords {
  level: 'warn' | 'bad';
  title: string;
  text: string;
  act: string;
  /** A page of the dashboard, or where an open invoice is paid. */
  to: string;
}

const MILD: readonly BillingNotice['kind'][] = ['trial-ending', 'payment-failed', 'grant-ending', 'two-subscriptions'];

/** What has to be known on every page; `undefined`: all is well. */
export function bannerOf(
  billing: Pick<Billing, 'enabled' | 'entitlement' | 'notices'>,
  timeZone?: string,
): PlanBannerWords | undefined {
  if (!billing.enabled) return undefined;
  const { active } = billing.entitlement;
  const [notice] = billing.notices;
  if (notice) {
    const level = MILD.includes(notice.kind) ? 'warn' : 'bad';
    const pay =
      notice.payUrl === null ? { act: 'Open billing', to: '/billing' } : { act: 'Pay now', to: notice.payUrl };
    return { level, ...noticeText(notice, timeZone), ...pay };
  }
  if (active) return undefined;
  const text = 'Your widgets show nothing on stream until you choose one.';
  return { level: 'warn', title: 'You have no plan yet', text, act: 'See plans', to: '/pricing' };
}
