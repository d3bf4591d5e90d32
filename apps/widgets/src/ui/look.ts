import { type Plate, type Rgb, inkOn, parseHex, readableOn, toCss } from './colour.js';
import { applyCustomCss } from './custom-css.js';
import { limitFlashes, setMotion } from './motion.js';
import type { SettingsReader } from './settings.js';
import { refreshTheme, token } from './theme.js';
import { loadTheme } from './theme-sheet.js';

const PLATES = ['auto', 'dark', 'light', 'none'] as const;
const SCENES = ['auto', 'dark', 'light'] as const;

/** Settings that every widget has. Colours that are empty are the theme's. */
export interface Look {
  theme: string;
  accent: string;
  textColour: string;
  plate: (typeof PLATES)[number];
  scene: (typeof SCENES)[number];
  scale: number;
  motion: 'full' | 'reduced';
  flashes: number;
  customCss: string;
}

export function readLook(settings: SettingsReader): Look {
  return {
    theme: settings.word('theme', 'glass'),
    accent: settings.colour('accentColor', ''),
    textColour: settings.colour('textColor', ''),
    plate: settings.choice('plate', PLATES, 'auto'),
    scene: settings.choice('scene', SCENES, 'auto'),
    scale: settings.number('scale', 1, 0.5, 2),
    motion: settings.choice('motion', ['full', 'reduced'], 'full'),
    flashes: settings.number('maxFlashesPerSecond', 2, 0, 3),
    customCss: settings.text('customCss', '', 20_000),
  };
}

/** Puts the streamer's choices where the style sheets find them. Colours follow when the theme's sheet is there. */
export function applyLook(look: Look, position: string): void {
  const root = document.documentElement;
  root.dataset['position'] = position;
  root.dataset['scene'] = look.scene;
  root.style.setProperty('--scale', String(look.scale));
  setMotion(look.motion);
  limitFlashes(look.flashes);
  applyCustomCss(look.customCss);
  applyColours(look);
  loadTheme(look.theme, () => applyColours(look));
}

/** Sets the accent for one element and what is in it, as a variation of an alert wishes it. */
export function tint(element: HTMLElement, hex: string): void {
  const accent = parseHex(hex);
  if (!accent) return;
  element.style.setProperty('--accent', toCss(accent));
  element.style.setProperty('--accent-rgb', channels(accent));
  const ink = parseHex(token('--theme-ink'));
  element.style.setProperty('--accent-text', toCss(readableOn(plateNow(), accent, plateWorst(), ink)));
  element.style.setProperty('--on-accent', toCss(inkOn(accent, ink)));
}

/** The plate that is on screen, after theme and scene had their say. */
export function plateNow(): Plate {
  const plate = document.documentElement.dataset['plate'];
  return plate === 'light' || plate === 'none' ? plate : 'dark';
}

/** What is behind the text at worst, as the theme says. */
export function plateWorst() {
  return parseHex(token('--plate-worst'));
}

function applyColours(look: Look): void {
  const root = document.documentElement;
  refreshTheme();
  root.dataset['plate'] = look.plate === 'auto' ? platesOf(look.scene) : look.plate;
  tint(root, look.accent || token('--theme-accent'));
  setOrRemove('--own-text', look.textColour);
  const second = look.accent ? parseHex(look.accent) : parseHex(token('--theme-accent-2'));
  if (second) setSecond(root, look.accent ? lighter(second) : second);
}

function setSecond(root: HTMLElement, colour: Rgb): void {
  root.style.setProperty('--accent-2', toCss(colour));
  root.style.setProperty('--accent-2-rgb', channels(colour));
}

function channels({ r, g, b }: Rgb): string {
  return `${Math.round(r)} ${Math.round(g)} ${Math.round(b)}`;
}

function platesOf(scene: Look['scene']): Plate {
  const wish = token(scene === 'light' ? '--plate-on-light' : '--plate-on-dark');
  return wish === 'light' || wish === 'none' ? wish : 'dark';
}

export function setOrRemove(name: string, value: string): void {
  if (value) document.documentElement.style.setProperty(name, value);
  else document.documentElement.style.removeProperty(name);
}

function lighter({ r, g, b }: Rgb): Rgb {
  const up = (value: number): number => value + (255 - value) * 0.34;
  return { r: up(r), g: up(g), b: up(b) };
}
