import { describe, expect, it } from 'vitest';
import { liveEventSchema, type LiveEvent } from '#libs/contracts';
import { toLedgerRow } from './ledger-row.js';

const user = { id: '7', handle: 'v', name: 'V', moderator: false, subscriber: false, follower: true };
const common = { id: 'e1', at: 5, receivedAt: 6 };
const row = (event: LiveEvent) => toLedgerRow({ streamerId: 's', epoch: 'p', offset: 3, appendedAt: 9, event });

describe('toLedgerRow', () => {
  it('keeps what a gift is worth', () => {
    const gift = { id: '5655', name: 'Rose', coins: 1 };
    const event = liveEventSchema.parse({ type: 'gift', ...common, user, gift, count: 3, total: 5, coins: 3 });
    expect(row(event)).toEqual({
      ...{
        streamerId: 's',
        epoch: 'p',
        offset: 3,
        appendedAt: 9,
        eventId: 'e1',
        type: 'gift',
        at: 5,
        receivedAt: 6,
        userId: '7',
      },
      ...{ giftId: '5655', count: 3, coins: 3, payload: event },
    });
  });

  it('takes events of nobody and events without a worth', () => {
    expect(row(liveEventSchema.parse({ type: 'follow', ...common, user }))).not.toHaveProperty('coins');
    const started = liveEventSchema.parse({ type: 'stream.started', ...common, roomId: '9' });
    expect(row(started)).not.toHaveProperty('userId');
  });
});
