import type { Field, NumberRange } from './form-model.js';

/** How a number is shown: people read seconds, settings may hold milliseconds. */
export interface NumberView extends NumberRange {
  step: number;
  /** One shown unit in stored ones. */
  factor: number;
  suffix: string;
  /** Whether a slider can reach every value that matters. */
  slider: boolean;
}

const MAX_STOPS = 1000;

export function numberViewOf({ range, unit }: Pick<Field, 'range' | 'unit'>): NumberView {
  const { min, max, whole } = range ?? { min: 0, max: Number.MAX_SAFE_INTEGER, whole: true };
  const factor = unit === 'ms' && max >= 1000 ? 1000 : 1;
  const step = factor === 1000 ? 0.1 : whole ? wholeStep(min, max) : max - min <= 1 ? 0.01 : 0.1;
  const view = { min: min / factor, max: max / factor, whole: whole && factor === 1, step, factor };
  return { ...view, suffix: suffixOf(unit, factor), slider: (view.max - view.min) / step <= MAX_STOPS };
}

function wholeStep(min: number, max: number): number {
  return max - min > MAX_STOPS && max - min <= 5000 ? 10 : 1;
}

function suffixOf(unit: string, factor: number): string {
  if (factor === 1000 || unit === 's') return ' s';
  if (unit === 'times') return ' ×';
  if (unit === '%') return ' %';
  return unit === '' ? '' : ` ${unit}`;
}

/** What the form shows for a stored number, without the noise of binary fractions. */
export function shown(value: unknown, { factor }: NumberView): number {
  return Math.round((Number(value) / factor) * 1000) / 1000;
}

/** What is stored for a shown number, within the range. */
export function stored(value: number, { factor, min, max, whole }: NumberView): number {
  const bounded = Math.min(max, Math.max(min, value));
  const number = factor === 1 && !whole ? Math.round(bounded * 1000) / 1000 : Math.round(bounded * factor);
  return number;
}

const HOUR = 3600;

/** A long time in words, for settings in seconds that reach hours or days: "1 h 30 min". */
export function longTime(seconds: number): string {
  const parts = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor((seconds % 86_400) / HOUR), 'h'],
    [Math.floor((seconds % HOUR) / 60), 'min'],
    [Math.floor(seconds % 60), 's'],
  ] as const;
  const said = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`);
  return said.join(' ') || '0 s';
}
