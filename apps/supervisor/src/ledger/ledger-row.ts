import type { LedgerRow, OutboxEntry } from '#libs/domain';

/** One outbox entry as a row of the ledger. */
export function toLedgerRow({ streamerId, epoch, offset, appendedAt, event }: OutboxEntry): LedgerRow {
  const { id: eventId, type, at, receivedAt } = event;
  const user = 'user' in event && event.user ? { userId: event.user.id } : {};
  const base = { streamerId, eventId, epoch, offset, appendedAt, type, at, receivedAt, ...user, payload: event };
  if (event.type === 'gift') return { ...base, giftId: event.gift.id, count: event.count, coins: event.coins };
  if (event.type === 'like') return { ...base, count: event.count };
  return base;
}
