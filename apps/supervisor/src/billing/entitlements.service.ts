import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import {
  decideEntitlement,
  nextChange,
  planNotices,
  type BillingBook,
  type CustomerReading,
  type CustomerState,
  type EntitlementDecision,
  type EntitlementFacts,
  type SettleRequest,
  type SettleResult,
} from '#libs/domain';
import { LOGGER, type Logger } from '#libs/observability';
import { BILLING_BOOK } from '#libs/persistence';
import { MailSender } from '../mail/mail-sender.js';
import { using } from '../outage-log.js';
import { StreamersService } from '../streamers/streamers.service.js';
import { BILLING_GATE, BILLING_SETTINGS, NOTICE_MAILS } from './billing.tokens.js';
import type { BillingGate, BillingSettings, NoticeMails } from './billing.tokens.js';
import { TrialBook } from './trial-book.js';

/** When Stripe is behind its own times it is asked again after so long. */
const LATE_MS = 60_000;

export type SettleMore = Pick<SettleRequest, 'trigger'> & Partial<Pick<SettleRequest, 'grant' | 'revoke' | 'audit'>>;

/** Something should have happened by now. */
function isLate({ subscriptions, now }: EntitlementFacts): boolean {
  return subscriptions.some(({ status, endsAt, trialEnd }) => {
    if (status !== 'active' && status !== 'trialing') return false;
    return (endsAt !== null && endsAt <= now) || (status === 'trialing' && trialEnd !== null && trialEnd <= now);
  });
}

/**
 * The only writer of entitlements. Reads Stripe, stores what it says, and lets broker and pages follow. Repetition
 * changes nothing, and the order of calls plays no part.
 */
@Injectable()
export class EntitlementsService {
  /** Changes whenever the plans of the configuration do. */
  readonly policyName: string;

  constructor(
    @Inject(BILLING_BOOK) private readonly book: BillingBook,
    @Inject(BILLING_GATE) private readonly gate: BillingGate | undefined,
    @Inject(BILLING_SETTINGS) private readonly settings: BillingSettings,
    @Inject(NOTICE_MAILS) private readonly mails: NoticeMails,
    @Inject(StreamersService) private readonly streamers: StreamersService,
    @Inject(TrialBook) private readonly trials: TrialBook,
    @Inject(MailSender) private readonly sender: MailSender,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.policyName = createHash('sha256').update(JSON.stringify(settings.policy)).digest('base64url').slice(0, 16);
  }

  /** Asks Stripe about all customers of an account. Rejects as BillingProvider does. `undefined`: no such account. */
  async sync(accountId: string, more: SettleMore): Promise<SettleResult | undefined> {
    const known = await using('postgres', this.book.read(accountId));
    if (!known) return undefined;
    const readings = await Promise.all(known.customers.map(({ customerId }) => this.readCustomer(customerId)));
    return await this.settle(accountId, more, readings);
  }

  /** The same for one customer, who may not be known yet. `undefined`: nobody's here. */
  async syncCustomer(customerId: string, trigger: string): Promise<(SettleResult & { accountId: string }) | undefined> {
    const reading = await this.readCustomer(customerId);
    const accountId = await this.ownerOf(customerId, reading.state);
    if (accountId === undefined) return undefined;
    const result = await this.settle(accountId, { trigger }, [reading]);
    return result && { ...result, accountId };
  }

  /** Decides anew on what is stored. */
  async settle(
    accountId: string,
    more: SettleMore,
    readings: readonly CustomerReading[] = [],
  ): Promise<SettleResult | undefined> {
    const now = Date.now();
    const result = await using(
      'postgres',
      this.book.settle({
        ...{ accountId, readings, now, policy: this.policyName, mail: this.mails, ...more },
        trialMarks: this.trials.marksOf,
        decide: ({ subscriptions, grants, clockOffsetMs, stoppedAt }) => {
          const facts = { subscriptions, grants, policy: this.settings.policy, now: now + clockOffsetMs };
          return this.decide(facts, clockOffsetMs, stoppedAt);
        },
      }),
    );
    if (result?.mailed) this.sender.nudge();
    if (result?.told.includes('two-subscriptions')) {
      this.logger.warn({ accountId }, 'This account is charged for more than one subscription. Its owner was told');
    }
    if (result?.streamerId != null) await this.streamers.standingChanged(result.streamerId);
    return result;
  }

  private decide(facts: EntitlementFacts, offset: number, stoppedAt: number | null): EntitlementDecision {
    const entitlement = decideEntitlement(facts);
    const { notices, nextAt } = planNotices(facts, entitlement, stoppedAt);
    const late = isLate(facts) ? facts.now + LATE_MS : null;
    const times = [nextChange(facts), nextAt, late].filter((time) => time !== null);
    const first = times.length === 0 ? null : Math.min(...times) - offset;
    return { entitlement, notices, dueAt: first };
  }

  private async readCustomer(customerId: string): Promise<CustomerReading> {
    if (!this.gate) throw new Error('There is no Stripe to ask');
    const reading = await using('postgres', this.book.beginReading());
    return { customerId, reading, state: await this.gate.provider.customer(customerId) };
  }

  /** A link that was never stored is found again by what the customer says of itself. */
  private async ownerOf(customerId: string, state: CustomerState): Promise<string | undefined> {
    const known = await using('postgres', this.book.accountOf(customerId));
    if (known !== undefined || state.accountId === null) return known;
    return (await using('postgres', this.book.link(state.accountId, customerId))) ? state.accountId : undefined;
  }
}
