import { expect } from 'vitest';
import { broken, record, type Outcome } from './report.js';

/** Records what was measured, and fails when something is broken. `seed`: what to run again with. */
export function holds(outcome: Outcome, seed?: number): void {
  record(outcome);
  const again = seed === undefined ? '' : `; run again with CHAOS_SEED=${seed}`;
  expect(broken(outcome), `${outcome.scenario}${again}`).toEqual([]);
}
