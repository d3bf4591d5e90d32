export interface TickCost {
  ticks: number;
  /** CPU time of one decision. */
  medianMs: number;
  p95Ms: number;
}

export interface SimulationResult {
  coldMs: number;
  /** Owned when the cold start ended. */
  placed: number;
  orphans: number;
  /** From the deaths to the last new owner. */
  convergenceMs: number;
  /** Assignments because of the deaths. */
  moved: number;
  /** Assignments in the minute after that. */
  atRest: number;
  owned: number;
  rebalanced: number;
  spacingBroken: number;
  highestGeneration: number;
  load: { least: number; most: number };
  cpu: { cold: TickCost; idle: TickCost; deaths: TickCost };
}

export function simulatePlacement(size: {
  streamers: number;
  nodes: number;
  /** Share of the nodes. */
  die: number;
  startsPerSecond?: number;
  /** What a tick spends reading, for 1,000 streamers, ms. */
  readMsPerThousand?: number;
}): SimulationResult;
