import { describe, expect, it } from 'vitest';
import type { LiveEvent, LiveUser } from '#libs/contracts';
import { feedEntryOf, type FeedKind } from './feed-entry.js';

const user: LiveUser = { id: 'u', handle: 'u', name: 'Mia', moderator: false, subscriber: false, follower: false };
const common = { at: 1, receivedAt: 1, user };
const all = { kinds: new Set<FeedKind>(['gift', 'follow', 'subscribe', 'share']), minimumCoins: 0 };
const rose = (total: number, count = 1, streak = true): LiveEvent => ({
  ...common,
  type: 'gift',
  id: `rose-${total}-${count}`,
  gift: { id: '1', name: 'Rose', coins: 2 },
  count,
  total,
  coins: count * 2,
  ...(streak ? { streak: { id: 's1', state: 'open' as const } } : {}),
});

describe('the feed', () => {
  it('says a streak in one entry that grows', () => {
    expect(feedEntryOf(rose(3), all)).toMatchObject({ id: 's1', count: 3, coins: 6, words: 'sent Rose' });
    expect(feedEntryOf(rose(5, 0), all)).toMatchObject({ id: 's1', count: 5, coins: 10 });
    expect(feedEntryOf(rose(1, 1, false), all)?.id).toBe('rose-1-1');
  });

  it('leaves out what nobody asked for', () => {
    expect(feedEntryOf(rose(3), { ...all, minimumCoins: 7 })).toBeUndefined();
    expect(feedEntryOf({ ...common, type: 'join', id: 'j' }, all)).toBeUndefined();
    expect(feedEntryOf({ ...common, type: 'chat', id: 'c', text: 'hi', emotes: [] }, all)).toBeUndefined();
    expect(feedEntryOf({ ...common, type: 'subscribe', id: 'x', months: 3 }, all)?.words).toBe(
      'subscribed for 3 months',
    );
  });
});
