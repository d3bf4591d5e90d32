/** One alert as a page had it on screen. Times are monotonic, in ms. */
export interface Showing {
  /** The page load that showed it. */
  page: string;
  ids: readonly string[];
  startedAt: number;
  /** Absent when the page went away in the middle. */
  endedAt?: number;
}

export interface LogEntry {
  offset: number;
  id: string;
}

/**
 * What the journal of one widget's pages shows of `expected`, the ids of its alerts in the order of the log. Empty
 * lists mean that every alert was started once, in order, one at a time.
 */
export interface AlertFindings {
  lost: string[];
  twice: string[];
  /** Started although nobody sent them. */
  strange: string[];
  /** Started after one that came later in the log. */
  disordered: string[];
  /** Started while another was on the same page's screen. */
  overlapping: string[];
}

export function checkAlerts(expected: readonly string[], journal: readonly Showing[]): AlertFindings {
  const rank = new Map(expected.map((id, index) => [id, index]));
  const started = new Set<string>();
  const findings: AlertFindings = { lost: [], twice: [], strange: [], disordered: [], overlapping: [] };
  let furthest = -1;
  for (const showing of journal) {
    for (const id of showing.ids) {
      const place = rank.get(id);
      if (started.has(id)) findings.twice.push(id);
      else if (place === undefined) findings.strange.push(id);
      else if (place < furthest) findings.disordered.push(id);
      started.add(id);
      furthest = Math.max(furthest, place ?? -1);
    }
  }
  findings.lost = expected.filter((id) => !started.has(id));
  findings.overlapping = overlapping(journal);
  return findings;
}

function overlapping(journal: readonly Showing[]): string[] {
  const onScreen = new Map<string, Showing>();
  const found: string[] = [];
  for (const showing of journal) {
    const before = onScreen.get(showing.page);
    if (before && (before.endedAt === undefined || before.endedAt > showing.startedAt)) found.push(...showing.ids);
    onScreen.set(showing.page, showing);
  }
  return found;
}

export interface LogFindings {
  /** Offsets that do not follow the one before them. */
  gaps: number[];
  doubled: string[];
}

/** Whether the log of one epoch is dense from `first` on and holds each id once. */
export function checkLog(entries: readonly LogEntry[], first = 1): LogFindings {
  const findings: LogFindings = { gaps: [], doubled: [] };
  const seen = new Set<string>();
  let expected = first;
  for (const { offset, id } of entries) {
    if (offset !== expected) findings.gaps.push(offset);
    if (seen.has(id)) findings.doubled.push(id);
    seen.add(id);
    expected = offset + 1;
  }
  return findings;
}

/** Whether a reader got the same ids in the same order as the log has them. The first difference, if there is one. */
export function firstDifference(logged: readonly string[], received: readonly string[]): string | undefined {
  const length = Math.max(logged.length, received.length);
  for (let at = 0; at < length; at++) {
    if (logged[at] !== received[at]) return `at ${at}: log ${logged[at] ?? 'ended'}, reader ${received[at] ?? 'ended'}`;
  }
  return undefined;
}
