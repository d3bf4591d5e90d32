import { describe, expect, it } from 'vitest';
import { cleanText, displayName, fillTemplate, initialOf } from './text.js';

describe('cleanText', () => {
  it.each([
    ['a\u202eb\u2066c\u200fd', 'abcd'],
    ['line\nbreak\ttab\u0000', 'line break tab'],
    ['👩‍👩‍👧 می‌خواهم', '👩‍👩‍👧 می‌خواهم'],
    ['<b>&amp;</b>', '<b>&amp;</b>'],
    ['   ', ''],
  ])('%j becomes %j', (raw, clean) => expect(cleanText(raw, 100)).toBe(clean));

  it('cuts stacks of marks and never half a character', () => {
    expect(cleanText(`Z${'\u0315'.repeat(90)}`, 100)).toHaveLength(5);
    expect(cleanText('😀😀😀', 3)).toBe('😀…');
  });
});

describe('names', () => {
  it('fall back to the handle, then to a word', () => {
    expect(displayName({ name: '\u202e', handle: 'mia' })).toBe('mia');
    expect(displayName({ name: '', handle: '' })).toBe('Someone');
  });
  it('give a whole first character', () => {
    expect(initialOf('👩‍👩‍👧 family')).toBe('👩‍👩‍👧');
    expect(initialOf('éa')).toBe('É');
  });
});

describe('fillTemplate', () => {
  it('fills known tokens once, and leaves the rest alone', () => {
    const parts = fillTemplate('{name} sent {gift} {nope} {constructor}', { name: '{gift}', gift: 'Rose' });
    expect(parts.map(({ text }) => text).join('')).toBe('{gift} sent Rose {nope} {constructor}');
  });
});
