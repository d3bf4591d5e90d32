import type { BillingNoticeKind } from '#libs/contracts';
import { graceEnd, type Entitlement, type EntitlementFacts } from './entitlement.js';

const DAY = 86_400_000;
/** A trial that ends this soon is announced. */
const TRIAL_NOTICE_MS = 3 * DAY;
/** The last warning before a stop comes this long before it, or at half of a shorter grace. */
const GRACE_NOTICE_MS = DAY;

/** Something its owner must know now. */
export interface Notice {
  kind: BillingNoticeKind;
  /** Told once under the same key. */
  key: string;
  until: number | null;
  payUrl: string | null;
}

export interface NoticePlan {
  /** Those that hold now. */
  notices: Notice[];
  /** When another one will; null: none that time alone brings. */
  nextAt: number | null;
}

const STOPS: readonly Entitlement['cause'][] = ['payment-overdue', 'unpaid', 'canceled', 'paused'];

function ofTrial({ subscriptions, now }: EntitlementFacts, entitlement: Entitlement): NoticePlan {
  const trial = subscriptions.find((one) => one.id === entitlement.source);
  if (entitlement.cause !== 'trial' || trial?.trialEnd == null) return { notices: [], nextAt: null };
  const from = trial.trialEnd - TRIAL_NOTICE_MS;
  if (now < from) return { notices: [], nextAt: from };
  const key = `trial-ending ${trial.id} ${trial.trialEnd}`;
  return { notices: [{ kind: 'trial-ending', key, until: trial.trialEnd, payUrl: null }], nextAt: null };
}

function ofGrace({ subscriptions, policy, now }: EntitlementFacts, entitlement: Entitlement): NoticePlan {
  const owed = subscriptions.find((one) => one.id === entitlement.source);
  if (entitlement.cause !== 'grace' || !owed) return { notices: [], nextAt: null };
  const until = graceEnd(owed, policy);
  const lastFrom = until - Math.min(GRACE_NOTICE_MS, policy.graceMs / 2);
  const kind = now < lastFrom ? 'payment-failed' : 'grace-ending';
  const notice = { kind, key: `${kind} ${owed.id} ${owed.overdueSince ?? 0}`, until, payUrl: owed.payUrl } as const;
  return { notices: [notice], nextAt: now < lastFrom ? lastFrom : null };
}

/** What to tell, from the same facts as the entitlement. `since`: when it became what it is, ms. */
export function planNotices(facts: EntitlementFacts, entitlement: Entitlement, since: number): NoticePlan {
  if (entitlement.active) {
    const plans = [ofTrial(facts, entitlement), ofGrace(facts, entitlement)];
    const times = plans.map(({ nextAt }) => nextAt).filter((time) => time !== null);
    return { notices: plans.flatMap(({ notices }) => notices), nextAt: times.length > 0 ? Math.min(...times) : null };
  }
  if (!STOPS.includes(entitlement.cause)) return { notices: [], nextAt: null };
  const payUrl = facts.subscriptions.find((one) => one.id === entitlement.source)?.payUrl ?? null;
  const key = `stopped ${entitlement.source ?? ''} ${entitlement.cause}`;
  return { notices: [{ kind: 'stopped', key, until: since, payUrl }], nextAt: null };
}
