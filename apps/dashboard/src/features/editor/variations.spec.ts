import { describe, expect, it } from 'vitest';
import { variationSchema } from '#libs/contracts';
import { changeWords, problemOf, whenWords, withPart } from './variations.js';

const variation = (given: object) => variationSchema.parse({ when: {}, change: {}, ...given });

describe('variations in words', () => {
  it.each([
    [{}, 'alerts', 'Every alert'],
    [{ gift: 'Rose' }, 'gifts', 'Rose'],
    [{ minimumAmount: 1000 }, 'gifts', '1,000 coins or more'],
    [{ minimumAmount: 3, maximumAmount: 12 }, 'subscribes', '3 to 12 months'],
    [{ event: 'like', maximumAmount: 50 }, 'alerts', 'Likes, up to 50 likes'],
    [{ event: 'gift', role: 'moderator' }, 'alerts', 'Gifts, Moderators'],
  ] as const)('%j of %s: %s', (when, type, expected) => {
    expect(whenWords(when, type)).toBe(expected);
  });

  it('names each thing that is changed once', () => {
    expect(changeWords(variation({}))).toBe('Changes nothing yet');
    const change = { image: 'custom', imageUrl: 'library:crown', durationMs: 9000 };
    expect(changeWords(variation({ change, priority: 3 }))).toBe('Own picture, duration, priority');
  });

  it('takes out what is empty, so that the box decides', () => {
    expect(withPart({ gift: 'Rose', role: 'other' }, 'gift', '')).toEqual({ role: 'other' });
    expect(withPart<{ volume?: number }, 'volume'>({}, 'volume', 0)).toEqual({ volume: 0 });
    expect(variationSchema.safeParse(variation({ when: withPart({}, 'gift' as never, 'x' as never) })).success).toBe(
      true,
    );
  });

  it('says when nothing can ever fit', () => {
    expect(problemOf(variation({ when: { minimumAmount: 5, maximumAmount: 4 } }))).toContain('Nothing');
    expect(problemOf(variation({ when: { minimumAmount: 5, maximumAmount: 5 } }))).toBeUndefined();
  });
});
