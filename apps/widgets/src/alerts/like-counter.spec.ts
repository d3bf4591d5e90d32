import { describe, expect, it } from 'vitest';
import type { LiveEventOf } from '#libs/contracts';
import { LikeCounter } from './like-counter.js';

const like = (who: string, count: number): LiveEventOf<'like'> => ({
  type: 'like',
  id: `${who}-${count}`,
  at: 1,
  receivedAt: 1,
  user: { id: who, handle: who, name: who, moderator: false, subscriber: false, follower: false },
  count,
  total: 0,
});

describe('likes', () => {
  it('become an alert for each full hundred of one viewer', () => {
    const counter = new LikeCounter(100);
    expect(counter.alertOf(like('mia', 60))).toBeUndefined();
    expect(counter.alertOf(like('ben', 99))).toBeUndefined();
    expect(counter.alertOf(like('mia', 60))).toMatchObject({ type: 'like', count: 100, user: { id: 'mia' } });
    expect(counter.alertOf(like('mia', 79))).toBeUndefined();
    expect(counter.alertOf(like('mia', 250))).toMatchObject({ count: 300 });
  });
});
