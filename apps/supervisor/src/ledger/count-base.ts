import type { Board, Checkpoint, CountBase, CountMap, OlderCounts, ProjectionReading, Ranking } from '#libs/domain';

/** Outbox rows that a supervisor had taken when Redis was wiped may come this much later. */
const SETTLE_MS = 60_000;
const REPEAT_MS = 5000;

/**
 * Whether the base of a log has to be written (again): none yet, another time zone, or so young that rows of older
 * epochs may have arrived since. It waits until the outbox holds nothing from before the epoch.
 */
export function isBaseDue(reading: ProjectionReading, zone: string): boolean {
  const { base, position, began, at, outboxSince } = reading;
  if (outboxSince !== undefined && outboxSince < began) return false;
  if (base?.epoch !== position.epoch || reading.zone !== zone) return true;
  return base.at < began + SETTLE_MS && at - base.at >= REPEAT_MS;
}

/** Likes and shares of a checkpoint, of the spans that still go on. */
function checkpointed(
  { counts, ranks, day, takenAt }: Checkpoint,
  today: string,
  sessionFrom: number,
): { totals: CountMap; ranks: Partial<Record<Board, Ranking>> } {
  const goesOn = (span: string) => (span === 'd' ? day === today : span !== 's' || takenAt >= sessionFrom);
  const totals = Object.fromEntries(Object.entries(counts).filter(([name]) => goesOn(name.charAt(0))));
  const boards = Object.entries(ranks).filter(([board]) => goesOn(board.charAt(0)));
  return { totals, ranks: Object.fromEntries(boards) };
}

/** The base of `epoch` out of what the ledger counts outside it and the last checkpoint of another epoch. */
export function toCountBase(
  older: OlderCounts,
  checkpoint: Checkpoint | undefined,
  place: { epoch: string; zone: string; day: string },
): CountBase {
  const { session, totals, ranks, profiles, latest, recent } = older;
  const kept = checkpoint && checkpointed(checkpoint, place.day, session?.startedAt ?? 0);
  return {
    ...place,
    session: session?.id ?? '',
    totals: { ...totals, ...kept?.totals },
    ranks: { ...ranks, ...kept?.ranks },
    profiles: { ...checkpoint?.profiles, ...profiles },
    latest,
    recent,
  };
}
