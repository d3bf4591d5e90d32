import { Inject, Injectable } from '@nestjs/common';
import { historyDaysOf, type BillingBook, type StreamerRecord } from '#libs/domain';
import { BILLING_BOOK } from '#libs/persistence';
import { BILLING_SETTINGS, type BillingSettings } from '../billing/billing.tokens.js';

const DAY_MS = 24 * 60 * 60 * 1000;

/** How far back a streamer may look: their plan says it. Nothing is deleted because of it, and an export has it all. */
@Injectable()
export class PastLimit {
  constructor(
    @Inject(BILLING_BOOK) private readonly book: Pick<BillingBook, 'entitlement'>,
    @Inject(BILLING_SETTINGS) private readonly billing: BillingSettings,
  ) {}

  /** ms; what is older is not shown. Streamers of the operator belong to no account and see everything. */
  async since({ accountId }: Pick<StreamerRecord, 'accountId'>): Promise<number> {
    if (accountId === null) return 0;
    const days = historyDaysOf(this.billing.policy, await this.book.entitlement(accountId));
    return days === null ? 0 : Date.now() - days * DAY_MS;
  }
}

/** The part of a page, newest first, that is not older than `since`. After what is too old comes nothing more. */
export function within<T>(
  items: readonly T[],
  next: string | null,
  since: number,
  at: (item: T) => number,
): { items: T[]; next: string | null } {
  const kept = items.filter((item) => at(item) >= since);
  return { items: kept, next: kept.length === items.length ? next : null };
}
