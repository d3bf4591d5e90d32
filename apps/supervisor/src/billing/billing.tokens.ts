import type { BillingPolicy, BillingProvider, Notice, ProviderMessages, QueuedMail } from '#libs/domain';

export const BILLING_GATE = Symbol('BillingGate');
export const BILLING_SETTINGS = Symbol('BillingSettings');
export const NOTICE_MAILS = Symbol('NoticeMails');

/** Whoever takes the money; nobody on a self-hosted server. */
export interface BillingGate {
  provider: BillingProvider;
  messages: ProviderMessages;
}

export interface BillingSettings {
  policy: BillingPolicy;
  reconcileMs: number;
}

/** Writes the mail about a notice. */
export type NoticeMails = (to: string, notice: Notice) => QueuedMail | undefined;
