import {
  calendarDay,
  LEDGER_METRICS,
  startOfDay,
  type CountMap,
  type LedgerHistory,
  type ProjectionReading,
  type ProjectionStore,
  type Ranking,
} from '#libs/domain';
import { toCountBase } from './count-base.js';

const DRAIN_MS = 10_000;
const POLL_MS = 100;

export interface RebuildOutcome {
  done: boolean;
  /** What was done, for the operator. */
  text: string;
}

/** What has to be added to `have` to get `want`; nothing where they agree. */
export function differences(want: CountMap, have: CountMap, names: Iterable<string>): CountMap {
  const pairs = [...names].map((name) => [name, (want[name] ?? 0) - (have[name] ?? 0)] as const);
  return Object.fromEntries(pairs.filter(([, amount]) => amount !== 0));
}

function countedRanking(shown: Ranking = {}, base: Ranking = {}): Ranking {
  return Object.fromEntries(Object.entries(shown).map(([user, score]) => [user, score - (base[user] ?? 0)]));
}

/** Computes the counters of a log from the ledger. Events that come meanwhile are counted as always. */
export class Rebuild {
  constructor(
    private readonly projections: ProjectionStore,
    private readonly history: LedgerHistory,
  ) {}

  async run(streamerId: string, zone: string): Promise<RebuildOutcome> {
    const [reading] = await this.projections.read([streamerId], -1);
    if (reading === undefined) return { done: true, text: 'has no event log, so there is nothing to rebuild' };
    if (!(await this.drained(streamerId, reading))) {
      const text = 'not rebuilt: events still wait for the ledger. Is a supervisor running? Try again when it is';
      return { done: false, text };
    }
    const changed = await this.correct(streamerId, zone, reading);
    const based = changed !== undefined && (await this.writeBase(streamerId, zone, reading));
    if (!based) return { done: false, text: 'not rebuilt: the log began a new epoch meanwhile. Try again' };
    const counters = changed === 0 ? 'the counters of this epoch were right' : `${changed} counters were put right`;
    return { done: true, text: `${counters}; what older epochs counted was computed again from the ledger` };
  }

  /** Whether everything that was counted in `reading` is in the ledger by now. */
  private async drained(streamerId: string, { at }: ProjectionReading): Promise<boolean> {
    for (const deadline = performance.now() + DRAIN_MS; performance.now() < deadline;) {
      const [now] = await this.projections.read([streamerId]);
      if (now?.outboxSince === undefined || now.outboxSince > at) return true;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    return false;
  }

  private async correct(streamerId: string, zone: string, reading: ProjectionReading): Promise<number | undefined> {
    const { position, at, counted, day, session, ranks } = reading;
    const ledger = await this.history.within({ streamerId, ...position }, startOfDay(zone, at));
    // Counters of another day are shown no more: the next event clears them.
    const spans = day === calendarDay(zone)(at) ? ['s', 'd', 'a'] : ['s', 'a'];
    const names = spans.flatMap((span) => LEDGER_METRICS.map((metric) => `${span}.${metric}`));
    const totals = differences(ledger.totals, counted, names);
    const boards = (['s:coins', 'a:coins'] as const).map((board) => {
      const have = countedRanking(ranks[board]?.shown, ranks[board]?.base);
      const want = ledger.ranks[board] ?? {};
      return [board, differences(want, have, Object.keys(want))] as const;
    });
    const correction = { epoch: position.epoch, session, day, totals, profiles: ledger.profiles };
    const written = await this.projections.correct(streamerId, { ...correction, ranks: Object.fromEntries(boards) });
    const changed =
      Object.keys(totals).length + boards.reduce((sum, [, people]) => sum + Object.keys(people).length, 0);
    return written ? changed : undefined;
  }

  private async writeBase(streamerId: string, zone: string, { position, at }: ProjectionReading): Promise<boolean> {
    const { epoch } = position;
    const older = await this.history.olderThan(streamerId, epoch, startOfDay(zone, at));
    const checkpoint = await this.history.checkpointBefore(streamerId, epoch);
    const base = toCountBase(older, checkpoint, { epoch, zone, day: calendarDay(zone)(at) });
    return await this.projections.writeBase(streamerId, base);
  }
}
