import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Plate, type Rgb, parseHex, toCss } from '../../../apps/widgets/src/ui/colour.js';

/** What a theme says, read from its style sheet as a browser would: base.css first, then the theme. */
export type Tokens = ReadonlyMap<string, string>;

const at = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const THEMES = 'apps/widgets/src/themes';

export const builtThemes = (): string[] =>
  readdirSync(at(THEMES))
    .filter((file) => file.endsWith('.css'))
    .map((file) => file.replace('.css', ''));

export const themeSheet = (theme: string): string => readFileSync(at(`${THEMES}/${theme}.css`), 'utf8');

/** The tokens that docs/themes.md promises to theme makers. */
export function documentedTokens(): string[] {
  const rows = readFileSync(at('docs/themes.md'), 'utf8').match(/^\| `--.*$/gm) ?? [];
  return rows.flatMap((row) => row.split('|')[1]?.match(/--[\w-]+/g) ?? []);
}

/** Custom properties that a sheet sets on the page or on parts with their own unit, in the order of the cascade. */
export function tokensOf(theme: string, plate: Plate): Tokens {
  const tokens = new Map<string, string>();
  for (const sheet of [readFileSync(at('apps/widgets/src/styles/base.css'), 'utf8'), themeSheet(theme)]) {
    for (const [name, value] of declared(sheet, [':root', '.own-unit'])) tokens.set(name, value);
  }
  for (const sheet of [readFileSync(at('apps/widgets/src/styles/base.css'), 'utf8'), themeSheet(theme)]) {
    const own = `:root[data-plate='${plate}']`;
    for (const [name, value] of declared(sheet, [own, `${own} .own-unit`])) tokens.set(name, value);
  }
  for (const name of ['--accent', '--accent-2']) {
    const { r, g, b } = parseHex(tokens.get(`--theme-${name.slice(2)}`) ?? '') ?? { r: 0, g: 0, b: 0 };
    tokens.set(name, toCss({ r, g, b })).set(`${name}-rgb`, `${r} ${g} ${b}`);
  }
  return tokens;
}

/** Names that a sheet sets anywhere. */
export function declaredNames(theme: string): string[] {
  return [...new Set(themeSheet(theme).match(/(?<=[{;\s])--[\w-]+(?=\s*:)/g))];
}

function declared(sheet: string, selectors: readonly string[]): [string, string][] {
  const plain = sheet
    .replace(/\/\*[^]*?\*\//g, '')
    .replace(/@(media|keyframes)[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}/g, '');
  return [...plain.matchAll(/([^{};]+)\{([^{}]*)\}/g)]
    .filter(([, names = '']) => names.split(',').some((name) => selectors.includes(name.trim())))
    .flatMap(([, , body = '']) => [...body.matchAll(/(--[\w-]+)\s*:\s*((?:"[^"]*"|'[^']*'|[^;"'])+)/g)])
    .map(([, name = '', value = '']): [string, string] => [name, value.trim()]);
}

/** The value with every `var()` in it replaced. */
export function resolved(tokens: Tokens, name: string): string {
  let value = tokens.get(name) ?? '';
  for (let depth = 0; depth < 8 && value.includes('var('); depth += 1) {
    value = value.replace(/var\((--[\w-]+)\)/g, (_all, other: string) => tokens.get(other) ?? '');
  }
  return value;
}

export interface Ink extends Rgb {
  alpha: number;
}

export function inksIn(value: string): Ink[] {
  return [...value.matchAll(/#[0-9a-f]{3,6}\b|rgb\((\d+) (\d+) (\d+)(?: \/ ([\d.]+))?\)/gi)].map(
    ([text, r, g, b, alpha]) => {
      const hex = parseHex(text.length === 4 ? text.replace(/[0-9a-f]/gi, '$&$&') : text);
      return { ...(hex ?? { r: Number(r), g: Number(g), b: Number(b) }), alpha: Number(alpha ?? 1) };
    },
  );
}

export function over(ink: Ink, ground: Rgb): Rgb {
  const part = (a: number, b: number): number => a * ink.alpha + b * (1 - ink.alpha);
  return { r: part(ink.r, ground.r), g: part(ink.g, ground.g), b: part(ink.b, ground.b) };
}

/** Every colour that a plate of layers can have over white and over black video. */
export function grounds(plate: string): Rgb[] {
  const layers = plate.split(/,(?![^(]*\))(?=\s*(?:linear|radial|repeating|rgb|#))/).map(inksIn);
  let all: Rgb[] = [
    { r: 255, g: 255, b: 255 },
    { r: 0, g: 0, b: 0 },
  ];
  for (const inks of layers.reverse()) {
    all = all.flatMap((ground) => inks.map((ink) => over(ink, ground)));
  }
  return all;
}
