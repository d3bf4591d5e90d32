import { describe, expect, it } from 'vitest';
import { chooseVariation, type VariationSubject } from './choose-variation.js';
import { variationSchema, type VariationCondition } from './variations.js';

const variation = (name: string, when: VariationCondition) => variationSchema.parse({ name, when, change: {} });
const nobody = { moderator: false, subscriber: false, follower: false };
const rose = (more: Partial<VariationSubject> = {}): VariationSubject => ({
  event: 'gift',
  gift: { id: '5655', name: 'Rose' },
  amount: 1,
  user: nobody,
  ...more,
});
const ANY = variation('any', {});
const GIFT = variation('gift', { gift: ' rose ' });
const BIG = variation('big', { minimumAmount: 1000 });
const HUGE = variation('huge', { minimumAmount: 10_000 });
const MIDDLE = variation('middle', { minimumAmount: 1000, maximumAmount: 4999 });
const MODERATOR = variation('moderator', { role: 'moderator' });
const SUBSCRIBER = variation('subscriber', { role: 'subscriber' });
const STRANGER = variation('stranger', { role: 'other' });
const FOLLOW = variation('follow', { event: 'follow' });
const ALL = [ANY, FOLLOW, STRANGER, SUBSCRIBER, MODERATOR, BIG, MIDDLE, HUGE, GIFT];

describe('chooseVariation', () => {
  it.each([
    ['a named gift before everything', rose({ amount: 20_000, user: { ...nobody, moderator: true } }), 'gift'],
    ['the id of a gift counts as its name', rose({ gift: { id: 'rose', name: 'Роза' } }), 'gift'],
    ['an amount before a role', rose({ gift: undefined, amount: 5000, user: { ...nobody, moderator: true } }), 'big'],
    ['a closed range before an open one', rose({ gift: undefined, amount: 4999 }), 'middle'],
    ['both ends belong to a range', rose({ gift: undefined, amount: 1000 }), 'middle'],
    ['the narrower of two open ranges', rose({ gift: undefined, amount: 10_000 }), 'huge'],
    [
      'a moderator who subscribes is a moderator',
      rose({ gift: undefined, user: { ...nobody, moderator: true, subscriber: true } }),
      'moderator',
    ],
    ['a subscriber', rose({ gift: undefined, user: { ...nobody, subscriber: true, follower: true } }), 'subscriber'],
    ['nobody in particular', rose({ gift: undefined }), 'stranger'],
    [
      'a follower has no variation of their own here',
      rose({ gift: undefined, user: { ...nobody, follower: true } }),
      'any',
    ],
    ['the event', { event: 'follow', amount: 0, user: { ...nobody, follower: true } }, 'follow'],
  ] as const)('%s', (_what, subject, expected) => {
    expect(chooseVariation(ALL, subject)?.name).toBe(expected);
    expect(chooseVariation([...ALL].reverse(), subject)?.name).toBe(expected);
  });

  it('takes the first of two that say the same, and none when nothing fits', () => {
    const twice = [variation('one', { gift: 'Rose' }), variation('two', { gift: 'ROSE' })];
    expect(chooseVariation(twice, rose())?.name).toBe('one');
    expect(chooseVariation([BIG], rose())).toBeUndefined();
    expect(chooseVariation([], rose())).toBeUndefined();
  });
});
