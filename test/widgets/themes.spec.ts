import { describe, expect, it } from 'vitest';
import { LIBRARY_SOUNDS, SOUND_MOMENTS, THEMES } from '#libs/contracts';
import { nameColour } from '../../apps/widgets/src/chat/name-colour.js';
import { READABLE, type Rgb, contrast, inkOn, parseHex, readableOn } from '../../apps/widgets/src/ui/colour.js';
import {
  builtThemes,
  declaredNames,
  documentedTokens,
  grounds,
  inksIn,
  over,
  resolved,
  themeSheet,
  tokensOf,
} from './support/theme-tokens.js';

/** Set by scripts, or by the base for what has no plate. */
const GIVEN = ['--u'];
/** A theme may name its sounds; without them it plays those of Glass. */
const SOUNDS = SOUND_MOMENTS.map((moment) => `--sound-${moment}`);
const READ_AS_TEXT = ['--text', '--text-soft', '--amount'];

function colourOf(css: string): Rgb {
  const [r = 0, g = 0, b = 0] = css.match(/[\d.]+/g)?.map(Number) ?? [];
  return { r, g, b };
}

describe.each(builtThemes())('the theme %s', (theme) => {
  it('has a name that settings take', () => {
    expect(THEMES).toContain(theme);
  });

  it.each(['dark', 'light', 'none'] as const)('has every token, on the plate "%s"', (plate) => {
    const tokens = tokensOf(theme, plate);
    expect(documentedTokens().length).toBeGreaterThan(40);
    expect(documentedTokens().filter((name) => !tokens.get(name))).toEqual([]);
  });

  it('names sounds that the library has', () => {
    const named = SOUNDS.flatMap((name) => tokensOf(theme, 'dark').get(name) ?? []);
    expect(named.filter((name) => !LIBRARY_SOUNDS.includes(name))).toEqual([]);
  });

  it('sets no token that is written nowhere', () => {
    const known = [...documentedTokens(), ...SOUNDS, ...GIVEN];
    expect(declaredNames(theme).filter((name) => !known.includes(name) && !name.startsWith(`--${theme}-`))).toEqual([]);
  });

  it.each(['dark', 'light'] as const)('reads at 4.5:1 on the plate "%s", over any video', (plate) => {
    const tokens = tokensOf(theme, plate);
    const worst = parseHex(resolved(tokens, '--plate-worst'));
    const accent = parseHex(resolved(tokens, '--theme-accent')) ?? { r: 0, g: 0, b: 0 };
    const spoken = ['ada', 'mia', 'zoe', '7', '900719'].map((id) => colourOf(nameColour(id, plate, worst)));
    for (const ground of [...grounds(resolved(tokens, '--plate')), ...grounds(resolved(tokens, '--plate-solid'))]) {
      for (const name of READ_AS_TEXT) {
        for (const ink of inksIn(resolved(tokens, name))) {
          expect(contrast(over(ink, ground), ground), `${name} on ${JSON.stringify(ground)}`).toBeGreaterThan(READABLE);
        }
      }
      for (const colour of [readableOn(plate, accent, worst, parseHex(resolved(tokens, '--theme-ink'))), ...spoken]) {
        expect(contrast(colour, ground), `accent or name on ${JSON.stringify(ground)}`).toBeGreaterThan(READABLE - 0.1);
      }
    }
  });

  it('has words and marks that read on the accent', () => {
    const tokens = tokensOf(theme, 'dark');
    const ink = parseHex(resolved(tokens, '--theme-ink'));
    for (const name of ['--theme-accent', '--theme-accent-2']) {
      const accent = parseHex(resolved(tokens, name)) ?? { r: 0, g: 0, b: 0 };
      expect(contrast(inkOn(accent, ink), accent), name).toBeGreaterThan(READABLE);
    }
  });

  it('moves transform and opacity alone, loads nothing from elsewhere and filters nothing', () => {
    const sheet = themeSheet(theme);
    const frames = sheet.match(/@keyframes[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}/g) ?? [];
    for (const property of frames.join('').matchAll(/([\w-]+)\s*:/g))
      expect(['opacity', 'transform']).toContain(property[1]);
    expect(sheet).not.toMatch(/\bfilter\s*:|https?:(?!\/\/www\.w3\.org\/)/);
  });
});
