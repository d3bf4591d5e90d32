import { describe, expect, it } from 'vitest';
import { ACTIVITY_TYPES, ALERT_STATES, liveEventSchema, type ActivityItem, type AlertState } from '#libs/contracts';
import { canSkip, deedOf, FILTERS, merged, STATE_WORDS, worthOf } from './activity-words.js';

const user = { id: '1', handle: 'mia', name: 'Mia', moderator: false, subscriber: false, follower: true };
const rose = { id: '5655', name: 'Rose', coins: 1 };
const event = (part: object) => liveEventSchema.parse({ id: 'a', at: 1, receivedAt: 1, user, ...part });
const item = (
  id: string,
  receivedAt: number,
  state: AlertState | null = 'queued',
  more: object = {},
): ActivityItem => ({
  event: event({ type: 'follow', id, receivedAt, ...more }),
  state,
});

describe('activity in words', () => {
  it('has filters for all that the API tells, and words for every state', () => {
    expect([...FILTERS].sort()).toEqual([...ACTIVITY_TYPES].sort());
    expect(Object.keys(STATE_WORDS).sort()).toEqual([...ALERT_STATES].sort());
    expect(ALERT_STATES.filter(canSkip)).toEqual(['queued', 'started']);
  });

  it.each([
    [{ type: 'gift', gift: rose, count: 1, total: 1, coins: 1 }, 'sent Rose'],
    [{ type: 'gift', gift: rose, count: 1200, total: 1200, coins: 1200 }, 'sent 1,200 × Rose'],
    [{ type: 'subscribe', months: 1 }, 'subscribed'],
    [{ type: 'subscribe', months: 7 }, 'subscribed for 7 months'],
    [{ type: 'like', count: 1, total: 9 }, 'sent 1 like'],
    [{ type: 'chat', text: '<b>hi</b>', emotes: [] }, '<b>hi</b>'],
  ])('%j: %s', (part, expected) => {
    expect(deedOf(event(part))).toBe(expected);
  });
});

describe('what is known and what was read', () => {
  it('keeps each once, newest first, in its newest state', () => {
    const known = [item('b', 2), item('a', 1)];
    const read = [item('c', 3), item('b', 2, 'done')];
    expect(merged(known, read).map(({ event: { id }, state }) => [id, state])).toEqual([
      ['c', 'queued'],
      ['b', 'done'],
      ['a', 'queued'],
    ]);
  });

  it('takes the steps of a streak for one, whatever their order', () => {
    const step = (total: number) =>
      item(`s${total}`, total, 'queued', {
        ...{ type: 'gift', gift: rose, count: 1, total, coins: 1, streak: { id: 's', state: 'open' } },
      });
    expect(merged([step(1), step(3)], [step(2)]).map(({ event: { id } }) => id)).toEqual(['s3']);
    expect(merged([step(1)], [{ ...step(1), state: 'done' }])[0]?.state).toBe('done');
    expect(worthOf(step(3).event)).toBe(3);
    expect(deedOf(step(3).event)).toBe('sent 3 × Rose');
  });

  it('leaves out what only closes a streak, and forgets the oldest', () => {
    const closing = { type: 'gift', gift: rose, count: 0, total: 9, coins: 0, streak: { id: 's', state: 'closed' } };
    expect(merged([], [item('x', 1, null, closing)])).toEqual([]);
    const many = Array.from({ length: 1200 }, (_, n) => item(`e${n}`, n));
    expect(merged(many, [])).toHaveLength(1000);
    expect(merged(many, [])[0]?.event.id).toBe('e1199');
  });
});
