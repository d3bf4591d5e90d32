import type { EntitlementCause, Grant, SentNotice, WebhookEvent } from '#libs/contracts';

/** Why somebody is served, or is not. */
export const CAUSE_WORDS: Record<EntitlementCause, string> = {
  subscription: 'Subscription paid',
  trial: 'Trial',
  grace: 'Payment failed, still in the grace period',
  grant: 'Given by an admin',
  'self-hosted': 'Everybody here has it',
  never: 'Has no plan',
  'payment-overdue': 'Payment overdue',
  unpaid: 'Unpaid',
  canceled: 'Canceled',
  incomplete: 'First payment did not go through',
  paused: 'Paused: the trial ended without a card',
};

export const NOTICE_WORDS: Record<SentNotice['kind'], string> = {
  'trial-ending': 'The trial ends soon',
  'payment-failed': 'A payment failed',
  'grace-ending': 'Last reminder before the stop',
  stopped: 'Everything has stopped',
  'grant-ending': 'The plan that was given ends soon',
  'grant-ended': 'The plan that was given has ended',
  'two-subscriptions': 'More than one subscription is charged',
};

export const OUTCOME_WORDS: Record<WebhookEvent['outcome'], { text: string; color: string }> = {
  waiting: { text: 'Waiting', color: 'amber' },
  done: { text: 'Done', color: 'green' },
  ignored: { text: 'Ignored', color: 'gray' },
  failed: { text: 'Failed', color: 'red' },
};

const TRIGGERS: Record<string, string> = {
  reconcile: 'found by comparing with Stripe',
  request: 'asked for on a page',
  time: 'its time had come',
  admin: 'an admin asked Stripe',
};

/** What made a change: a message, a comparison, a person, or time. */
export function triggerText(trigger: string): string {
  const [kind = '', id] = trigger.split(' ');
  if (kind === 'webhook') return `message ${id ?? ''} of Stripe`;
  if (kind === 'grant') return 'an admin gave a plan';
  if (kind === 'revoke') return 'an admin took a plan back';
  return TRIGGERS[trigger] ?? trigger;
}

/** Whether a grant still counts, ms of now. */
export function grantState({ endsAt, revokedAt }: Grant, now = Date.now()): 'counts' | 'revoked' | 'over' {
  if (revokedAt !== null) return 'revoked';
  return endsAt !== null && Date.parse(endsAt) <= now ? 'over' : 'counts';
}
