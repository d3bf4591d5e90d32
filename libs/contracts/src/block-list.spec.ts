import { describe, expect, it } from 'vitest';
import { BlockList, folded } from './block-list.js';

const words = (...list: string[]) => new BlockList({ words: list, viewers: [] });

describe('blocked words', () => {
  it.each([
    ['idiot', 'you IDIOT!', true],
    ['idiot', 'idiots', false],
    ['idiot', 'an-idiot', true],
    ['ass', 'class', false],
    ['ass', 'pass_ass', false],
    ['idiot*', 'idiotic', true],
    ['idiot*', 'nonidiotic', false],
    ['*idiot', 'megaidiot', true],
    ['*idiot', 'megaidiots', false],
    ['*idiot*', 'megaidiots', true],
    ['café', 'CAFE', true],
    ['cafe', 'café', true],
    ['strasse', 'Straße', true],
    ['Łódź', 'lodz', true],
    ['shut up', 'please shut   UP now', true],
    ['shut up', 'shut upper', false],
    ["don't", 'DON’T', true],
    ['spam', 's\u200bp\u00ada\u200dm', true],
    ['spam', 'ｓｐａｍ', true],
    ['$$$', 'win$$$now', true],
    ['f**k', 'what the f**k', true],
    ['🍆', 'look 🍆', true],
    ['🍆', 'look 🍌', false],
    ['馬鹿', 'お前は馬鹿だ', true],
    ['spam', 'これはspamです', true],
    ['бред', 'Это БРЕД!', true],
    ['каф', 'кафе', false],
    ['कि', 'का', false],
    ['가', '각', false],
    ['가*', '각하', false],
    ['가*', '가나', true],
    ['𝒷ad', 'bad', true],
    ['𠮷', 'a𠮷b', true],
    ['.*', 'anything', false],
    ['*', 'anything', false],
    ['**', 'anything', false],
    ['a.c', 'abc', false],
    ['(a+)+$', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!', false],
  ])('%s in "%s": %s', (word, text, blocked) => {
    expect(words(word).blocksText(text)).toBe(blocked);
  });

  it('blocks nothing without a list', () => {
    expect(words().blocksText('anything at all')).toBe(false);
    expect(folded('')).toBe('');
  });

  it('takes a full list and a hostile message in little time', () => {
    const list = words(...Array.from({ length: 500 }, (_, index) => `*${'a'.repeat(20 + (index % 40))}b${index}*`));
    const text = 'a'.repeat(2000);
    const begun = performance.now();
    for (let run = 0; run < 5; run++) expect(list.blocksText(text)).toBe(false);
    expect((performance.now() - begun) / 5).toBeLessThan(250);
  });
});

describe('blocked viewers', () => {
  const list = new BlockList({ words: ['bad'], viewers: [{ id: '7', handle: '@Rude.One' }, { handle: 'other' }] });
  const user = (id: string, handle: string) => ({ id, handle });

  it('are known by their id, whatever they call themselves, and by their handle', () => {
    expect(list.blocks({ type: 'follow', user: user('7', 'renamed') })).toBe(true);
    expect(list.blocks({ type: 'gift', user: user('8', 'rude.one') })).toBe(true);
    expect(list.blocks({ type: 'gift', user: user('9', 'OTHER') })).toBe(true);
    expect(list.blocks({ type: 'gift', user: user('9', 'nice') })).toBe(false);
    expect(list.blocks({ type: 'viewers' })).toBe(false);
  });

  it('are no matter of words: these are looked for in messages', () => {
    expect(list.blocks({ type: 'chat', user: user('9', 'nice'), text: 'too bad' })).toBe(true);
    expect(list.blocks({ type: 'caption', text: 'too bad' })).toBe(false);
  });
});
