export interface Rgb {
  r: number;
  g: number;
  b: number;
}

export type Plate = 'dark' | 'light' | 'none';

/** What is behind the text at worst: the ink plate over white video, the paper plate over black video, an outline's soft edge. */
const WORST: Record<Plate, Rgb> = {
  dark: { r: 80, g: 82, b: 88 },
  light: { r: 226, g: 228, b: 232 },
  none: { r: 80, g: 82, b: 88 },
};
export const READABLE = 4.5;

export function parseHex(hex: string): Rgb | undefined {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex);
  if (!match) return undefined;
  const [r = 0, g = 0, b = 0] = match.slice(1).map((part) => Number.parseInt(part, 16));
  return { r, g, b };
}

export function toCss({ r, g, b }: Rgb): string {
  return `rgb(${Math.round(r)} ${Math.round(g)} ${Math.round(b)})`;
}

export function luminance({ r, g, b }: Rgb): number {
  const linear = (value: number): number => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
}

/** WCAG contrast, 1 to 21. */
export function contrast(one: Rgb, other: Rgb): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/**
 * The colour itself where it can be read on the plate, else as little nearer to white, or to `ink` on a light plate, as
 * makes it readable.
 */
export function readableOn(plate: Plate, colour: Rgb, worst: Rgb = WORST[plate], ink: Rgb = BLACK): Rgb {
  const end = plate === 'light' ? ink : WHITE;
  for (let step = 0; step <= 20; step += 1) {
    const share = step / 20;
    const mixed = mix(colour, end, share);
    if (contrast(mixed, worst) >= READABLE) return mixed;
  }
  return end;
}

const BLACK: Rgb = { r: 0, g: 0, b: 0 };
const WHITE: Rgb = { r: 255, g: 255, b: 255 };
const INK: Rgb = { r: 14, g: 16, b: 24 };

/** Ink or white, whichever reads better on `colour`. */
export function inkOn(colour: Rgb, ink: Rgb = INK): Rgb {
  return contrast(colour, ink) >= contrast(colour, WHITE) ? ink : WHITE;
}

export function hueToRgb(hue: number, saturation: number, lightness: number): Rgb {
  const channel = (offset: number): number => {
    const k = (offset + hue / 30) % 12;
    return (
      255 * (lightness - saturation * Math.min(lightness, 1 - lightness) * Math.max(-1, Math.min(k - 3, 9 - k, 1)))
    );
  };
  return { r: channel(0), g: channel(8), b: channel(4) };
}

function mix(from: Rgb, to: Rgb, share: number): Rgb {
  const part = (a: number, b: number): number => a + (b - a) * share;
  return { r: part(from.r, to.r), g: part(from.g, to.g), b: part(from.b, to.b) };
}
