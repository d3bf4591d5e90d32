import { type Plate, inkOn, parseHex, readableOn, toCss } from './colour.js';
import type { SettingsReader } from './settings.js';

export const ACCENT = '#ff4d6d';
const PLATES = ['dark', 'light', 'none'] as const;

export interface Look {
  accent: string;
  plate: Plate;
}

export function readLook(settings: SettingsReader): Look {
  return { accent: settings.colour('accentColor', ACCENT), plate: settings.choice('plate', PLATES, 'dark') };
}

/** Puts the streamer's choices where the style sheets find them. */
export function applyLook(look: Look, position: string): void {
  const accent = parseHex(look.accent) ?? { r: 255, g: 77, b: 109 };
  const root = document.documentElement;
  root.dataset['plate'] = look.plate;
  root.dataset['position'] = position;
  root.style.setProperty('--accent', toCss(accent));
  root.style.setProperty('--accent-rgb', `${accent.r} ${accent.g} ${accent.b}`);
  root.style.setProperty('--accent-text', toCss(readableOn(look.plate, accent)));
  root.style.setProperty('--on-accent', toCss(inkOn(accent)));
}
