import { describe, expect, it } from 'vitest';
import { messageParts } from './message-parts.js';

const image = 'https://example.org/e.png';
const plain = (text: string, indexes: (number | undefined)[] = []): string =>
  messageParts({
    text,
    emotes: indexes.map((index) => ({ id: 'e', image, ...(index === undefined ? {} : { index }) })),
  })
    .map((part) => (part.kind === 'text' ? part.text : '[e]'))
    .join('');

describe('messageParts', () => {
  it.each<[string, (number | undefined)[], string]>([
    ['hello', [], 'hello'],
    ['that was  great', [9], 'that was [e] great'],
    ['end', [undefined, undefined], 'end[e][e]'],
    ['', [0], '[e]'],
    ['ab', [99, 1, 0], '[e]a[e]b[e]'],
    ['😀x', [1], '😀[e]x'],
  ])('%j with emotes at %j reads %j', (text, indexes, expected) => expect(plain(text, indexes)).toBe(expected));

  it('bounds text and emotes', () => {
    expect(plain('x'.repeat(2000))).toHaveLength(401);
    expect(
      plain(
        '',
        Array.from({ length: 50 }, () => 0),
      ),
    ).toHaveLength(60);
  });
});
