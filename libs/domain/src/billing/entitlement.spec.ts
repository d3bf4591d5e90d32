import { describe, expect, it } from 'vitest';
import type { SubscriptionState } from '#libs/contracts';
import { decideEntitlement, mainSubscription, nextChange, type EntitlementFacts } from './entitlement.js';
import { planNotices } from './notices.js';
import { historyDaysOf, type BillingPolicy } from './plans.js';
import type { GrantFacts, SubscriptionFacts } from './subscription-facts.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2026, 4, 10);
const plan = (id: string, widgets: number | null, priority = 0) => ({
  ...{ id, name: id, description: '', prices: [`price_${id}`, `price_old_${id}`] },
  allows: { widgets, historyDays: 90, priority },
});
const policy: BillingPolicy = {
  plans: [plan('basic', 5), plan('plus', 50), plan('pro', null, 3)],
  trial: { days: 14, card: false, plan: plan('trial', 2) },
  graceMs: 3 * DAY,
  everybody: null,
};
function subscription(status: SubscriptionState, more: Partial<SubscriptionFacts> = {}): SubscriptionFacts {
  return {
    ...{ id: 'sub_1', customerId: 'cus_1', status, priceId: 'price_plus', ours: true, price: null, interval: null },
    ...{ startedAt: NOW - 40 * DAY, currentPeriodEnd: NOW + 5 * DAY, trialEnd: null, endsAt: null, endedAt: null },
    ...{ overdueSince: null, payUrl: null, ...more },
  };
}
const facts = (more: Partial<EntitlementFacts>): EntitlementFacts => ({
  ...{ subscriptions: [], grants: [], policy, now: NOW, ...more },
});
const grantOf = (more: Partial<GrantFacts>): GrantFacts => ({
  ...{ id: 'g', planId: 'pro', createdAt: NOW - 30 * DAY, endsAt: null, revokedAt: null, ...more },
});
const of = (...subscriptions: SubscriptionFacts[]) => decideEntitlement(facts({ subscriptions }));

describe('decideEntitlement', () => {
  it.each([
    ['active', true, 'subscription'],
    ['unpaid', false, 'unpaid'],
    ['canceled', false, 'canceled'],
    ['incomplete', false, 'incomplete'],
    ['incomplete_expired', false, 'incomplete'],
    ['paused', false, 'paused'],
  ] as const)('%s: %s', (status, active, cause) => {
    expect(of(subscription(status))).toMatchObject({ active, cause, source: 'sub_1' });
    expect(of(subscription(status)).allows.widgets).toBe(active ? 50 : 0);
  });

  it('is on through a trial, with what a trial allows', () => {
    const trial = subscription('trialing', { trialEnd: NOW + DAY });
    expect(of(trial)).toMatchObject({ active: true, cause: 'trial', planId: 'trial', until: NOW + DAY });
  });

  it('is on for three days after the first failed payment and off at the end of them', () => {
    const owed = subscription('past_due', { overdueSince: NOW - 3 * DAY + 1 });
    expect(of(owed)).toMatchObject({ active: true, cause: 'grace', until: NOW + 1 });
    expect(nextChange(facts({ subscriptions: [owed] }))).toBe(NOW + 1);
    const late = subscription('past_due', { overdueSince: NOW - 3 * DAY });
    expect(of(late)).toMatchObject({ active: false, cause: 'payment-overdue' });
  });

  it('stays on until the day of a cancellation, and not a moment longer', () => {
    const leaving = subscription('active', { endsAt: NOW + 1 });
    expect(of(leaving)).toMatchObject({ active: true, until: NOW + 1 });
    expect(of(subscription('active', { endsAt: NOW }))).toMatchObject({ active: false, cause: 'canceled' });
  });

  it('takes the best of several, in whatever order they come', () => {
    const basic = subscription('active', { id: 'sub_basic', priceId: 'price_basic' });
    const pro = subscription('active', { id: 'sub_pro', priceId: 'price_pro', endsAt: NOW + DAY });
    const dead = subscription('canceled', { id: 'sub_dead', priceId: 'price_pro', startedAt: NOW });
    expect(of(basic, dead, pro)).toEqual(of(pro, dead, basic));
    expect(of(basic, dead, pro)).toMatchObject({ planId: 'pro', source: 'sub_pro' });
    expect(of(dead, basic)).toMatchObject({ active: true, planId: 'basic' });
    expect(mainSubscription(facts({ subscriptions: [dead, basic] }))?.id).toBe('sub_basic');
  });

  it('honours old prices, and prices that are in no plan any more, but nothing that was bought elsewhere', () => {
    expect(of(subscription('active', { priceId: 'price_old_pro' }))).toMatchObject({ planId: 'pro' });
    expect(of(subscription('active', { priceId: 'price_gone' }))).toMatchObject({ active: true, planId: 'basic' });
    const foreign = subscription('active', { priceId: 'price_of_another_product', ours: false });
    expect(of(foreign)).toMatchObject({ active: false, cause: 'never', source: null });
  });

  it('counts grants until they end or are revoked', () => {
    const granted = (more: object) => decideEntitlement(facts({ grants: [grantOf(more)] }));
    expect(granted({})).toMatchObject({ active: true, cause: 'grant', planId: 'pro', source: 'grant g', until: null });
    expect(granted({ endsAt: NOW })).toMatchObject({ active: false, cause: 'never' });
    expect(granted({ revokedAt: NOW - 1 })).toMatchObject({ active: false });
  });

  it('gives everybody the plan of a self-hosted server, unless they have a better one', () => {
    const hosted = { ...policy, everybody: plan('plus', 50) };
    expect(decideEntitlement(facts({ policy: hosted }))).toMatchObject({ active: true, cause: 'self-hosted' });
    const grants = [grantOf({})];
    expect(decideEntitlement(facts({ policy: hosted, grants })).planId).toBe('pro');
  });
});

describe('planNotices', () => {
  const told = (one: SubscriptionFacts, now = NOW) => {
    const given = facts({ subscriptions: [one], now });
    return planNotices(given, decideEntitlement(given), now);
  };

  it('warns three days before a trial ends', () => {
    const trial = subscription('trialing', { trialEnd: NOW + 4 * DAY });
    expect(told(trial)).toEqual({ notices: [], nextAt: NOW + DAY });
    expect(told(trial, NOW + DAY).notices).toMatchObject([{ kind: 'trial-ending', until: NOW + 4 * DAY }]);
  });

  it('says that a payment failed, and again a day before the stop', () => {
    const owed = subscription('past_due', { overdueSince: NOW, payUrl: 'https://pay' });
    const first = told(owed);
    expect(first.notices).toMatchObject([{ kind: 'payment-failed', until: NOW + 3 * DAY, payUrl: 'https://pay' }]);
    expect(first.nextAt).toBe(NOW + 2 * DAY);
    const last = told(owed, NOW + 2 * DAY);
    expect(last.notices).toMatchObject([{ kind: 'grace-ending', payUrl: 'https://pay' }]);
    expect(last.notices[0]?.key).not.toBe(first.notices[0]?.key);
  });

  it('says that everything stopped, but not to who never began', () => {
    expect(told(subscription('canceled')).notices).toMatchObject([{ kind: 'stopped' }]);
    expect(told(subscription('incomplete')).notices).toEqual([]);
    const given = facts({});
    expect(planNotices(given, decideEntitlement(given), NOW).notices).toEqual([]);
  });

  it('tells each stop once, whatever it is called meanwhile, and the next one again', () => {
    const keyOf = (one: SubscriptionFacts, stoppedAt: number | null) => {
      const given = facts({ subscriptions: [one] });
      return planNotices(given, decideEntitlement(given), stoppedAt).notices[0]?.key;
    };
    const overdue = (since: number) => subscription('past_due', { overdueSince: since });
    const first = keyOf(overdue(NOW - 9 * DAY), NOW - HOUR);
    expect(first).toBeDefined();
    // An older invoice was paid, the retries ended, it was closed: still the same stop.
    expect(keyOf(overdue(NOW - 4 * DAY), NOW - HOUR)).toBe(first);
    expect(keyOf(subscription('unpaid'), NOW - HOUR)).toBe(first);
    expect(keyOf(subscription('canceled'), NOW - HOUR)).toBe(first);
    expect(keyOf(overdue(NOW - 9 * DAY), NOW)).not.toBe(first);
    // Told before the time of a stop was kept: the name of then.
    expect(keyOf(subscription('canceled'), null)).toBe('stopped sub_1 canceled');
  });

  it('says that two are charged, once for the same two, and not of one that ends or was bought elsewhere', () => {
    const several = (...subscriptions: SubscriptionFacts[]) => {
      const given = facts({ subscriptions });
      return planNotices(given, decideEntitlement(given), NOW).notices;
    };
    const [one, two] = [subscription('active'), subscription('trialing', { id: 'sub_2', trialEnd: NOW + 9 * DAY })];
    const [notice] = several(one, two);
    expect(notice).toMatchObject({ kind: 'two-subscriptions', until: null });
    expect(several(two, one)).toEqual([notice]);
    expect(several(one, two, subscription('active', { id: 'sub_3' }))[0]?.key).not.toBe(notice?.key);
    expect(several(one, { ...two, endsAt: NOW + DAY })).toEqual([]);
    expect(several(one, subscription('canceled', { id: 'sub_2' }))).toEqual([]);
    expect(several(one, subscription('active', { id: 'sub_2', ours: false, priceId: 'price_else' }))).toEqual([]);
  });

  const granted = (more: Partial<GrantFacts>, also: Partial<EntitlementFacts> = {}, stoppedAt: number | null = NOW) => {
    const given = facts({ grants: [grantOf(more)], ...also });
    return planNotices(given, decideEntitlement(given), stoppedAt);
  };

  it('warns three days before a grant ends, or at half of a short one', () => {
    expect(granted({ endsAt: NOW + 4 * DAY })).toEqual({ notices: [], nextAt: NOW + DAY });
    const soon = granted({ endsAt: NOW + 3 * DAY });
    expect(soon.notices).toMatchObject([{ kind: 'grant-ending', key: 'grant-ending g', until: NOW + 3 * DAY }]);
    expect(granted({ createdAt: NOW, endsAt: NOW + 2 * HOUR })).toEqual({ notices: [], nextAt: NOW + HOUR });
    expect(granted({}).notices).toEqual([]);
  });

  it('does not warn of the end of a grant after which something else goes on', () => {
    const paid = subscription('active', { priceId: 'price_basic' });
    expect(granted({ endsAt: NOW + HOUR }, { subscriptions: [paid] })).toEqual({ notices: [], nextAt: null });
    const leaving = { ...paid, endsAt: NOW + HOUR - 1 };
    expect(granted({ endsAt: NOW + HOUR }, { subscriptions: [leaving] }).notices).toHaveLength(1);
    const hosted = { ...policy, everybody: plan('plus', 50) };
    expect(granted({ endsAt: NOW + HOUR }, { policy: hosted }).notices).toEqual([]);
  });

  it('says that a grant has ended or was taken back, once for each stop', () => {
    const ended = granted({ endsAt: NOW });
    expect(ended.notices).toMatchObject([{ kind: 'grant-ended', until: NOW, payUrl: null }]);
    expect(granted({ revokedAt: NOW - 1 }).notices).toEqual(ended.notices);
    // Taken back by another supervisor, whose clock is ahead.
    expect(granted({ revokedAt: NOW + 50 }).notices).toEqual(ended.notices);
    expect(granted({ revokedAt: NOW - 1 }, {}, NOW + 1).notices[0]?.key).not.toBe(ended.notices[0]?.key);
    expect(granted({ endsAt: NOW }, {}, null).notices).toEqual([]);
    const old = subscription('canceled', { endedAt: NOW - DAY });
    expect(granted({ endsAt: NOW }, { subscriptions: [old] }).notices).toMatchObject([{ kind: 'grant-ended' }]);
    const elsewhere = subscription('active', { ours: false, priceId: 'price_else' });
    expect(granted({ endsAt: NOW }, { subscriptions: [elsewhere] }).notices).toMatchObject([{ kind: 'grant-ended' }]);
    const later = subscription('canceled', { endedAt: NOW });
    const before = { endsAt: NOW - DAY };
    expect(granted(before, { subscriptions: [later] }).notices).toMatchObject([{ kind: 'stopped' }]);
    const owed = subscription('unpaid', { payUrl: 'https://pay' });
    expect(granted({ endsAt: NOW }, { subscriptions: [owed] }).notices).toMatchObject([{ payUrl: 'https://pay' }]);
  });
});

describe('historyDaysOf', () => {
  it('is what the plan shows, also after it ended', () => {
    const active = of(subscription('active'));
    expect(historyDaysOf(policy, active)).toBe(90);
    expect(historyDaysOf(policy, { ...active, allows: { ...active.allows, historyDays: null } })).toBeNull();
    expect(historyDaysOf(policy, of(subscription('canceled')))).toBe(90);
  });

  it('hides nothing from somebody who never had a plan, or of whom nothing was decided', () => {
    expect(historyDaysOf(policy, of())).toBeNull();
    expect(historyDaysOf(policy, undefined)).toBeNull();
  });
});
