import {
  BackFill,
  StreakLedger,
  type AppendEntry,
  type FactOrigin,
  type SourceFact,
  type StreakTotal,
} from '#libs/domain';

/** What an owner knows of its stream's past: which gifts are counted, and what of the history belongs into a gap. */
export class FactIntake {
  private readonly streaks: StreakLedger;
  private backFill = new BackFill();

  constructor(streakTimeoutMs: number) {
    this.streaks = new StreakLedger({ streakTimeoutMs });
  }

  /** Takes over what the log has. `now` in ms. */
  load(streaks: ReadonlyMap<string, StreakTotal>, clockDifferenceMs: number | undefined, now: number): void {
    this.streaks.load(streaks, now);
    this.backFill = new BackFill(clockDifferenceMs);
  }

  /** A connection begins; `known` is what the log has of the stream in progress. */
  joined(roomId: string, known: { liveRoomId?: string | undefined; gapFrom?: number | undefined }, now: number): void {
    this.backFill.joined(roomId, known.liveRoomId === roomId, known.gapFrom, now);
  }

  /** What is to be appended of what was heard, in the same order. */
  take(facts: readonly SourceFact[], { history, trace }: FactOrigin): AppendEntry[] {
    const entries: AppendEntry[] = [];
    for (const fact of facts) {
      if (!history) this.backFill.heard(fact);
      else if (!this.backFill.accepts(fact)) continue;
      const entry = fact.type === 'gift' ? this.streaks.apply(fact) : { event: fact };
      if (entry) entries.push(trace === undefined ? entry : { ...entry, trace });
    }
    return entries;
  }

  /** Closes streaks that went silent. `now` in ms. */
  sweep(now: number): AppendEntry[] {
    return this.streaks.sweep(now);
  }

  rebase(stored: ReadonlyMap<string, number>, waiting: readonly AppendEntry[]): AppendEntry[] {
    return this.streaks.rebase(stored, waiting);
  }

  /** Totals by streak. */
  totals(): Map<string, number> {
    return new Map([...this.streaks.totals()].map(([id, { total }]) => [id, total]));
  }
}
