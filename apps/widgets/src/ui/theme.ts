import { springSamples } from './spring.js';

const ENTRIES = ['rise', 'drop', 'slide', 'pop', 'wipe', 'fade'] as const;
export type EntryName = (typeof ENTRIES)[number];
const EXITS = ['sink', 'lift', 'slide', 'shrink', 'wipe', 'fade'] as const;
export type ExitName = (typeof EXITS)[number];

/** How things move in the theme that is loaded. */
export interface Motion {
  /** Of plates and panels. */
  spring: readonly number[];
  /** Of what leads: the picture of a gift. */
  lively: readonly number[];
  /** Frames of one movement for a theme that moves in steps; 0 moves evenly. */
  steps: number;
  entry: EntryName;
  exit: ExitName;
  entryMs: number;
  exitMs: number;
  /** How far things travel: 1 as designed, 0 not at all. */
  travel: number;
  /** How much things turn on their way. */
  tilt: number;
  /** How much plates and pictures flatten where the spring goes too far: 0 not at all. */
  squash: number;
}

let motionNow: Motion | undefined;

/** Reads what the theme's style sheet says; again after each change of theme. */
export function refreshTheme(): void {
  motionNow = undefined;
}

export function motion(): Motion {
  return (motionNow ??= readMotion());
}

/** A token of the theme, without quotes and outer spaces. */
export function token(name: string): string {
  const value = getComputedStyle(document.documentElement).getPropertyValue(name);
  return value.trim().replace(/^(['"])(.*)\1$/, '$2');
}

function readMotion(): Motion {
  const number = (name: string, fallback: number, min: number, max: number): number => {
    const value = Number.parseFloat(token(name));
    return Number.isFinite(value) ? Math.min(max, Math.max(min, value)) : fallback;
  };
  const steps = Math.round(number('--motion-steps', 0, 0, 24));
  return {
    spring: springSamples(number('--motion-spring', 0.72, 0.3, 0.999), steps || undefined),
    lively: springSamples(number('--motion-lively', 0.5, 0.3, 0.999), steps || undefined),
    steps,
    entry: ENTRIES.find((name) => name === token('--motion-entry')) ?? 'rise',
    exit: EXITS.find((name) => name === token('--motion-exit')) ?? 'sink',
    entryMs: number('--motion-entry-ms', 480, 100, 900),
    exitMs: number('--motion-exit-ms', 250, 80, 250),
    travel: number('--motion-travel', 1, 0, 3),
    tilt: number('--motion-tilt', 1, 0, 4),
    squash: number('--motion-squash', 0, 0, 1),
  };
}
