import fc from 'fast-check';
import type { Plant } from './cluster.js';
import { schedules, type Schedule } from './faults.js';
import { runModel, type Run } from './run-model.js';

export interface Findings {
  runs: number;
  steps: number;
  virtualMs: number;
  worstRestMs: number;
  assignments: number;
  writes: number;
  /** Owners that a wipe of Redis found well. */
  wiped: number;
  /** The smallest schedule found that breaks a promise, with what happened in it. */
  counterexample?: { schedule: Schedule; run: Run };
}

export interface Budget {
  runs: number;
  seed: number;
  plant?: Plant | undefined;
  /** Tries to make a schedule that breaks a promise smaller. */
  shrink?: boolean;
}

/** So much time goes into a smaller schedule. */
const SHRINK_MS = 20_000;

/** Plays random schedules until one breaks a promise of the cluster, or the budget is used up. */
export async function playRandomly({ runs, seed, plant, shrink = false }: Budget): Promise<Findings> {
  const findings: Findings = {
    ...{ runs: 0, steps: 0, virtualMs: 0, worstRestMs: 0, assignments: 0, writes: 0, wiped: 0 },
  };
  let shrinkUntil = Number.POSITIVE_INFINITY;
  const property = fc.asyncProperty(schedules, async (schedule) => {
    if (performance.now() > shrinkUntil) return true;
    const run = await runModel(schedule, plant);
    note(findings, run);
    if (run.violation) {
      if (!findings.counterexample) shrinkUntil = performance.now() + SHRINK_MS;
      findings.counterexample = { schedule, run };
    }
    return run.violation === undefined;
  });
  await fc.check(property, { numRuns: runs, seed, endOnFailure: !shrink });
  return findings;
}

/** What somebody needs who wants to see it happen again. */
export function tell({ counterexample }: Findings, seed: number): string {
  if (!counterexample) return 'no promise was broken';
  const { schedule, run } = counterexample;
  const story = [`MODEL_SEED=${seed}`, JSON.stringify(schedule), ...run.journal.slice(-60)];
  return [run.violation?.message, ...story].join('\n');
}

function note(findings: Findings, run: Run): void {
  findings.runs += 1;
  findings.steps += run.steps;
  findings.virtualMs += run.virtualMs;
  findings.worstRestMs = Math.max(findings.worstRestMs, run.restMs);
  findings.assignments += run.claims;
  findings.writes += run.appends;
  findings.wiped += run.wiped;
}
