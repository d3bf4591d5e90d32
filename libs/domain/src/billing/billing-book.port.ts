import type { WEBHOOK_OUTCOMES } from '#libs/contracts';
import type { QueuedMail } from '../accounts/mail-queue.port.js';
import type { AuditNote } from '../accounts/audit.port.js';
import type { CustomerState, ProviderMessage } from './billing-provider.port.js';
import type { Entitlement } from './entitlement.js';
import type { Notice } from './notices.js';
import type { GrantFacts, SubscriptionFacts } from './subscription-facts.js';

export interface GrantRecord extends GrantFacts {
  reason: string;
  /** An address, `operator` or `system`. */
  grantedBy: string;
}

export interface StoredEntitlement extends Entitlement {
  since: number;
  notices: Notice[];
  clockOffsetMs: number;
}

export interface EntitlementChangeRecord {
  at: number;
  active: boolean;
  cause: Entitlement['cause'];
  planId: string | null;
  trigger: string;
  source: string | null;
}

export interface NoticeRecord {
  id: string;
  notice: Notice;
  createdAt: number;
  sends: number;
}

/** All that is stored about the money of an account. */
export interface AccountMoney {
  accountId: string;
  email: string;
  handle: string | null;
  /** Newest first; deleted ones are left out. */
  customers: { customerId: string; checkedAt: number | null }[];
  /** How many there were, deleted ones too. */
  customersEver: number;
  subscriptions: SubscriptionFacts[];
  grants: GrantRecord[];
  /** Absent until it was decided for the first time. */
  entitlement: StoredEntitlement | undefined;
  history: EntitlementChangeRecord[];
  notices: NoticeRecord[];
}

/** What Stripe said of one customer, and the number of that reading. */
export interface CustomerReading {
  customerId: string;
  reading: number;
  state: CustomerState;
}

/** Decided on what is true in the transaction. */
export interface EntitlementDecision {
  entitlement: Entitlement;
  notices: Notice[];
  /** When it has to be decided again, ms of our clock. */
  dueAt: number | null;
}

export interface SettleRequest {
  accountId: string;
  /** Freshly read customers. An earlier reading than the stored one changes nothing. */
  readings: readonly CustomerReading[];
  /** Like `webhook evt_...`. */
  trigger: string;
  /** Names the configuration it is decided under. */
  policy: string;
  now: number;
  /** Grants to add or revoke first. */
  grant?: GrantRecord;
  revoke?: string;
  audit?: readonly AuditNote[];
  decide(facts: {
    subscriptions: SubscriptionFacts[];
    grants: GrantFacts[];
    clockOffsetMs: number;
    /** When it stopped, however often the cause changed since; now while it is on; null: before that was written down. */
    stoppedAt: number | null;
  }): EntitlementDecision;
  /** What a trial of this account is remembered by. */
  trialMarks(who: { email: string; handle: string | null }): string[];
  /** The mail about a notice that is new. */
  mail(to: string, notice: Notice): QueuedMail | undefined;
}

export interface SettleResult {
  entitlement: StoredEntitlement;
  /** On, off, or for another reason than before. */
  changed: boolean;
  /** Whose standing changed with it: their broker and pages have to follow. */
  streamerId: string | null;
  mailed: boolean;
  /** What the owner was never told before. */
  told: Notice['kind'][];
}

/** What is still to be done at the provider for a customer. */
export interface CustomerChore {
  customerId: string;
  /** The account's address, of which the provider does not know. */
  email: string | null;
  /** Pages to pay on that may still be open though there is a subscription; as it was stored. */
  checkoutsAt: string | null;
}

/** Who has paid for what. Everything that follows from a reading is stored in one transaction. */
export interface BillingBook {
  read(accountId: string): Promise<AccountMoney | undefined>;
  /** That alone of it. `undefined`: nothing was decided yet, or there is no such account. */
  entitlement(accountId: string): Promise<StoredEntitlement | undefined>;
  /** Whose customer it is. */
  accountOf(customerId: string): Promise<string | undefined>;
  /** False: there is no such account. Known ones stay as they are. `told`: the address that the provider was given. */
  link(accountId: string, customerId: string, told?: string): Promise<boolean>;
  /** A number above all before it; taken before the provider is asked. */
  beginReading(): Promise<number>;
  /** With the account locked. `undefined`: no such account. */
  settle(request: SettleRequest): Promise<SettleResult | undefined>;
  /**
   * Accounts whose entitlement has to be decided: their time has come, they are new, the configuration changed, or
   * their streamer does not stand as it says. Those whose time has come (`ask` the provider) come last, and again after
   * `againMs`; without `asking` they stay away, and those of `silent` in any case. Those of `without` always do.
   */
  due(
    policy: string,
    limit: number,
    how: { againMs: number; asking: boolean; silent: readonly string[]; without: readonly string[] },
  ): Promise<{ accountId: string; ask: boolean }[]>;
  /** What the provider is to be told, but for the customers of `without`. Pages that are past their time are forgotten. */
  chores(limit: number, without: readonly string[]): Promise<CustomerChore[]>;
  /** The provider knows that address now. It stays to be told when it is not the present one. */
  emailTold(customerId: string, email: string): Promise<void>;
  /** One at a time may open pages to pay on for an account. False: somebody else has the turn, for `forMs` at most. */
  takeTurn(accountId: string, turn: string, forMs: number): Promise<boolean>;
  leaveTurn(accountId: string, turn: string): Promise<void>;
  /** A page to pay on is opened for this customer. */
  checkoutOpened(customerId: string): Promise<void>;
  /** None is open any more, unless one was opened after `checkoutsAt`. */
  checkoutsClosed(customerId: string, checkoutsAt: string): Promise<void>;
  /**
   * Customers whose account was deleted, and since when they are watched; those alone not looked at for `againMs`, and
   * none of `without`.
   */
  orphans(againMs: number, without: readonly string[]): Promise<{ customerId: string; watchedSince: number | null }[]>;
  /** One was looked at and stays. */
  watch(customerId: string): Promise<void>;
  /** Nothing is charged there any more. */
  forget(customerId: string): Promise<void>;
  /** A trial is remembered under one of these. */
  trialBegun(marks: readonly string[]): Promise<boolean>;
  /** How many customers there are at the provider, also those whose account was deleted. */
  customersKept(): Promise<number>;
  /** Every subscription that is not over as it is mirrored. */
  mirrored(): Promise<MirroredSubscription[]>;
  /** Part of an address or handle, or the id of a customer or subscription. At most 50. */
  search(text: string): Promise<AccountMoney[]>;
  /** Mails a notice once more. False: there is none. */
  resend(accountId: string, mail: SettleRequest['mail'], audit: readonly AuditNote[]): Promise<boolean>;
}

/** What is stored of subscriptions that are not over, for comparison with the provider. */
export interface MirroredSubscription {
  facts: SubscriptionFacts;
  accountId: string;
}

export type WebhookOutcome = (typeof WEBHOOK_OUTCOMES)[number];

export interface WebhookRecord extends Omit<ProviderMessage, 'live'> {
  receivedAt: number;
  outcome: WebhookOutcome;
  detail: string | null;
  attempts: number;
  accountId: string | null;
}

export interface WebhookPageQuery {
  limit: number;
  after?: string | undefined;
  outcome?: WebhookOutcome | undefined;
  account?: string | undefined;
}

/** What the provider sent: each message once, and what became of it. */
export interface WebhookInbox {
  /** Durable when it resolves. False: it is known. `ignored`: why nothing is to be done. */
  accept(message: ProviderMessage, ignored?: string): Promise<boolean>;
  /** Hides what it answers with for `forMs`. Oldest first. */
  claim(limit: number, forMs: number): Promise<WebhookRecord[]>;
  /** `retryInMs`: later once more; without it that is all. */
  finish(
    ids: readonly string[],
    result: { outcome: WebhookOutcome; detail?: string; accountId?: string | null; retryInMs?: number },
  ): Promise<void>;
  /** False: no such message. */
  retry(id: string): Promise<boolean>;
  /** Newest first. Rejects with BadCursorError. */
  page(query: WebhookPageQuery): Promise<{ items: WebhookRecord[]; next?: string }>;
  /** Forgets what was done with before that. */
  expire(before: number): Promise<void>;
}
