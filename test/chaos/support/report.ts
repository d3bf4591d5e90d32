import { appendFileSync } from 'node:fs';

/** One measured value of a scenario. `target` is the most that is wanted. */
export interface Figure {
  figure: string;
  measured: number;
  unit?: string;
  target?: number;
  /** Broken, it fails the run; a figure out of target is only marked. */
  invariant?: true;
}

export interface Outcome {
  scenario: string;
  figures: Figure[];
  /** What was found where an invariant broke, in words. */
  evidence: string[];
}

export function verdictOf({ measured, target, invariant }: Figure): 'ok' | 'out of target' | 'BROKEN' | '' {
  if (target === undefined) return '';
  if (measured <= target) return 'ok';
  return invariant ? 'BROKEN' : 'out of target';
}

export function zero(figure: string, found: readonly unknown[] | number): Figure {
  return { figure, measured: typeof found === 'number' ? found : found.length, target: 0, invariant: true };
}

/** Which invariants broke, with what was found. */
export function broken({ figures, evidence }: Outcome): string[] {
  const names = figures
    .filter((figure) => verdictOf(figure) === 'BROKEN')
    .map(({ figure, measured, target }) => `${figure}: ${measured}, must be at most ${target}`);
  return names.length === 0 ? [] : [...names, ...evidence];
}

/** Leaves the outcome to `npm run test:chaos`, which prints the table at its end. */
export function record(outcome: Outcome): void {
  const file = process.env['CHAOS_REPORT'];
  if (!file) return;
  const figures = outcome.figures.map((figure) => ({ ...figure, verdict: verdictOf(figure) }));
  appendFileSync(file, `${JSON.stringify({ ...outcome, figures })}\n`);
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0;
}
