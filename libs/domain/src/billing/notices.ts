import type { BillingNoticeKind } from '#libs/contracts';
import {
  chargesOn,
  decideEntitlement,
  graceEnd,
  soldHere,
  type Entitlement,
  type EntitlementFacts,
} from './entitlement.js';
import type { GrantFacts } from './subscription-facts.js';

const DAY = 86_400_000;
/** A trial or a grant that ends this soon is announced. */
const END_NOTICE_MS = 3 * DAY;
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

const NONE: NoticePlan = { notices: [], nextAt: null };
const STOPS: readonly Entitlement['cause'][] = ['payment-overdue', 'unpaid', 'canceled', 'paused'];
/** Nothing of these is owed, so what else ended later is what stopped everything. */
const NOTHING_OWED: readonly Entitlement['cause'][] = ['never', 'incomplete', 'canceled'];

function ofTrial({ subscriptions, now }: EntitlementFacts, entitlement: Entitlement): NoticePlan {
  const trial = subscriptions.find((one) => one.id === entitlement.source);
  if (entitlement.cause !== 'trial' || trial?.trialEnd == null) return NONE;
  const from = trial.trialEnd - END_NOTICE_MS;
  if (now < from) return { notices: [], nextAt: from };
  const key = `trial-ending ${trial.id} ${trial.trialEnd}`;
  return { notices: [{ kind: 'trial-ending', key, until: trial.trialEnd, payUrl: null }], nextAt: null };
}

function ofGrace({ subscriptions, policy, now }: EntitlementFacts, entitlement: Entitlement): NoticePlan {
  const owed = subscriptions.find((one) => one.id === entitlement.source);
  if (entitlement.cause !== 'grace' || !owed) return NONE;
  const until = graceEnd(owed, policy);
  const lastFrom = until - Math.min(GRACE_NOTICE_MS, policy.graceMs / 2);
  const kind = now < lastFrom ? 'payment-failed' : 'grace-ending';
  const notice = { kind, key: `${kind} ${owed.id} ${owed.overdueSince ?? 0}`, until, payUrl: owed.payUrl } as const;
  return { notices: [notice], nextAt: now < lastFrom ? lastFrom : null };
}

/** Where something else goes on afterwards nothing ends for its owner. A short grant is announced at half of its time. */
function ofGrant(facts: EntitlementFacts, { cause, source }: Entitlement): NoticePlan {
  const grant = facts.grants.find(({ id }) => source === `grant ${id}`);
  const until = grant?.endsAt ?? null;
  if (cause !== 'grant' || !grant || until === null) return NONE;
  if (decideEntitlement({ ...facts, now: until }).active) return NONE;
  const from = until - Math.min(END_NOTICE_MS, (until - grant.createdAt) / 2);
  if (facts.now < from) return { notices: [], nextAt: from };
  return { notices: [{ kind: 'grant-ending', key: `grant-ending ${grant.id}`, until, payUrl: null }], nextAt: null };
}

/** What was taken back has ended, also by a clock that is behind the one that it was written down by. */
const endOf = ({ endsAt, revokedAt }: GrantFacts, now: number) =>
  Math.min(
    endsAt ?? Number.POSITIVE_INFINITY,
    revokedAt === null ? Number.POSITIVE_INFINITY : Math.min(revokedAt, now),
  );

/** A grant was the last thing that there was. */
function lastWasGrant(facts: EntitlementFacts, { cause }: Entitlement): boolean {
  const { grants, now } = facts;
  const ends = grants.map((grant) => endOf(grant, now)).filter((end) => end <= now);
  if (ends.length === 0 || !NOTHING_OWED.includes(cause)) return false;
  const begun = soldHere(facts).filter(({ status }) => !status.startsWith('incomplete'));
  const overAt = begun.map(({ endedAt, endsAt }) => endedAt ?? endsAt ?? now);
  return Math.max(...ends) > Math.max(0, ...overAt);
}

/** One stop is told once, whatever it is called meanwhile: overdue, then unpaid, then canceled. */
function ofStop(facts: EntitlementFacts, entitlement: Entitlement, stoppedAt: number | null): Notice[] {
  const granted = lastWasGrant(facts, entitlement);
  if (!granted && !STOPS.includes(entitlement.cause)) return [];
  // Nobody is told late of what ended before it was written down when.
  if (granted && stoppedAt === null) return [];
  const source = entitlement.source ?? '';
  const key = stoppedAt === null ? `stopped ${source} ${entitlement.cause}` : `stopped ${stoppedAt}`;
  if (granted) return [{ kind: 'grant-ended', key, until: stoppedAt, payUrl: null }];
  const payUrl = facts.subscriptions.find((one) => one.id === source)?.payUrl ?? null;
  return [{ kind: 'stopped', key, until: stoppedAt, payUrl }];
}

/** Nobody wants that, and nobody but their owner can say which one is to go. */
function ofSeveral(facts: EntitlementFacts): Notice[] {
  const charged = soldHere(facts).filter(chargesOn);
  if (charged.length < 2) return [];
  const ids = charged.map(({ id }) => id).toSorted();
  return [{ kind: 'two-subscriptions', key: `two-subscriptions ${ids.join(' ')}`, until: null, payUrl: null }];
}

/** What to tell, from the same facts as the entitlement. `stoppedAt`: since when nothing works; null: unknown. */
export function planNotices(facts: EntitlementFacts, entitlement: Entitlement, stoppedAt: number | null): NoticePlan {
  const several = ofSeveral(facts);
  if (!entitlement.active) return { notices: [...ofStop(facts, entitlement, stoppedAt), ...several], nextAt: null };
  const plans = [ofTrial(facts, entitlement), ofGrace(facts, entitlement), ofGrant(facts, entitlement)];
  const times = plans.map(({ nextAt }) => nextAt).filter((time) => time !== null);
  const notices = [...plans.flatMap((plan) => plan.notices), ...several];
  return { notices, nextAt: times.length > 0 ? Math.min(...times) : null };
}
