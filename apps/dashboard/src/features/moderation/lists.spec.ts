import { describe, expect, it } from 'vitest';
import { moderationSchema } from '#libs/contracts';
import { isBlocked, withoutViewer, withoutWord, withViewer, withWords, wordsIn } from './lists.js';

const lists = { words: ['spoiler'], viewers: [{ id: '1', handle: 'spam.bot', name: 'Spam' }] };

describe('blocked words', () => {
  it('takes many at once, each once', () => {
    expect(wordsIn(' one, two\nthree  words;one,,')).toEqual(['one', 'two', 'three words']);
    expect(withWords(lists, ['Spoiler', 'buy*']).words).toEqual(['spoiler', 'buy*']);
    expect(withoutWord(lists, 'spoiler').words).toEqual([]);
  });
});

describe('blocked viewers', () => {
  it('knows a viewer by id, else by handle in any form', () => {
    expect(isBlocked(lists, { id: '1', handle: 'renamed' })).toBe(true);
    expect(isBlocked(lists, { id: '2', handle: 'spam.bot' })).toBe(false);
    expect(isBlocked(lists, { handle: '@Spam.Bot' })).toBe(true);
    expect(isBlocked(undefined, { handle: 'spam.bot' })).toBe(false);
  });

  it('lists nobody twice, and lets them go again', () => {
    const more = withViewer(lists, { handle: ' @Mia ', name: '' });
    expect(more.viewers.map(({ handle }) => handle)).toEqual(['spam.bot', 'mia']);
    expect(withViewer(more, { id: '7', handle: 'mia', name: 'Mia' }).viewers).toHaveLength(2);
    expect(withoutViewer(more, { handle: 'MIA' }).viewers).toHaveLength(1);
    expect(withViewer(lists, { handle: ' @ ', name: '' })).toEqual(lists);
    expect(moderationSchema.safeParse(more).success).toBe(true);
  });
});
