/** What a heartbeat of its own is kept for. */
export const HEARTBEAT_PARTS = ['supervisor', 'workers', 'canary', 'stripe'] as const;
export type HeartbeatPart = (typeof HEARTBEAT_PARTS)[number];

/** What one supervisor says of itself, about once a second. */
export interface SupervisorReport {
  id: string;
  /** How long its process has run, ms. */
  upMs: number;
  /** What it found; absent where it has found nothing yet. */
  parts: Partial<Record<HeartbeatPart, boolean>>;
}

/** A report, and how long ago it came. */
export interface SeenSupervisor {
  report: SupervisorReport;
  ageMs: number;
}

export type Verdict = 'ok' | 'failed' | 'unknown';

/** A supervisor that has said nothing for this long is silent: frozen, cut off, or gone without a word. */
export const SUPERVISOR_SILENT_MS = 5000;
/** One that is silent for this long is forgotten. */
export const SUPERVISOR_FORGOTTEN_MS = 300_000;

/**
 * One verdict over all supervisors, for each of them to send: where every one sent its own, the healthy one would
 * clear the alarm of the sick one. A part has failed when anybody says so. The supervisor part has failed also when
 * there are too few, and while one is missing that went without a word and that no newer one has replaced.
 */
export function judgeFleet(seen: readonly SeenSupervisor[], expected: number): Record<HeartbeatPart, Verdict> {
  const alive = seen.filter(({ ageMs }) => ageMs < SUPERVISOR_SILENT_MS);
  const silent = seen.filter(({ ageMs }) => ageMs >= SUPERVISOR_SILENT_MS);
  const verdicts = HEARTBEAT_PARTS.map((part) => [part, judgePart(alive, part)] as const);
  const fleet = Object.fromEntries(verdicts) as Record<HeartbeatPart, Verdict>;
  if (alive.length < expected || unreplaced(silent, alive) > 0) fleet.supervisor = 'failed';
  return fleet;
}

function judgePart(alive: readonly SeenSupervisor[], part: HeartbeatPart): Verdict {
  const said = alive.flatMap(({ report }) => report.parts[part] ?? []);
  if (said.includes(false)) return 'failed';
  return said.length > 0 ? 'ok' : 'unknown';
}

/** Each process that started after another fell silent takes the place of one. */
function unreplaced(silent: readonly SeenSupervisor[], alive: readonly SeenSupervisor[]): number {
  const startedAgo = alive.map(({ report, ageMs }) => report.upMs + ageMs).toSorted((one, other) => one - other);
  let missing = 0;
  for (const { ageMs } of silent.toSorted((one, other) => one.ageMs - other.ageMs)) {
    const newest = startedAgo[0];
    if (newest !== undefined && newest < ageMs) startedAgo.shift();
    else missing += 1;
  }
  return missing;
}
