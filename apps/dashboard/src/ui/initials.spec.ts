import { expect, it } from 'vitest';
import { colourOf, initialsOf } from './initials.js';

it('takes whole letters of any script, and no halves of emoji', () => {
  expect(initialsOf('Mika 🌸')).toBe('M');
  expect(initialsOf('dj ötzi 🎧')).toBe('DÖ');
  expect(initialsOf('千早 愛音')).toBe('千愛');
  expect(initialsOf('streamer.one@example.org')).toBe('SO');
  expect(initialsOf('🎀🎀')).toBe('');
});

it('gives a name the same colour every time', () => {
  expect(colourOf('Mika')).toBe(colourOf('Mika'));
});
