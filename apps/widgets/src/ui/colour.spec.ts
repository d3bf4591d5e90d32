import { describe, expect, it } from 'vitest';
import { nameColour } from '../chat/name-colour.js';
import { READABLE, contrast, inkOn, parseHex, readableOn } from './colour.js';

const BEHIND = { dark: { r: 80, g: 82, b: 88 }, light: { r: 226, g: 228, b: 232 } } as const;

describe('colours', () => {
  it.each(['#ff4d6d', '#000000', '#ffffff', '#0000ff', '#ffff00', '#34d3ff'])(
    '%s can be read on every plate',
    (hex) => {
      const colour = parseHex(hex) ?? { r: 0, g: 0, b: 0 };
      for (const plate of ['dark', 'light'] as const) {
        expect(contrast(readableOn(plate, colour), BEHIND[plate])).toBeGreaterThanOrEqual(READABLE);
      }
      expect(contrast(inkOn(colour), colour)).toBeGreaterThanOrEqual(READABLE);
    },
  );

  it('gives everybody a readable colour that stays the same', () => {
    const seen = new Set<string>();
    for (let i = 0; i < 300; i += 1) {
      const css = nameColour(`user-${i}`, 'dark');
      const [r = 0, g = 0, b = 0] = css.match(/\d+/g)?.map(Number) ?? [];
      expect(contrast({ r, g, b }, BEHIND.dark)).toBeGreaterThan(READABLE - 0.1);
      expect(nameColour(`user-${i}`, 'dark')).toBe(css);
      seen.add(css);
    }
    expect(seen.size).toBeGreaterThan(200);
  });
});
