import type { LiveEvent, LiveEventType } from '#libs/contracts';
import type { EventLogHistory, LedgerReader } from '#libs/domain';
import { decodePlace, encodePlace, type ActivityPlace } from './activity-cursor.js';

/** Entries of the log that are read at once: few for a page, more for whoever looks for what is rare. */
const SCAN = { first: 100, next: 500 };
const IN_LEDGER: readonly LiveEventType[] = ['gift', 'follow', 'subscribe'];

interface Found {
  event: LiveEvent;
  /** Where to go on after it. */
  place: ActivityPlace;
}

export interface ActivityQuestion {
  types: ReadonlySet<LiveEventType>;
  limit: number;
  cursor?: string | undefined;
}

/**
 * What happened, newest first: the log as far back as it goes, then the ledger without the rows that are in the log.
 * Each event comes once, also while the log is written to and trimmed between two pages.
 */
export class ActivityReader {
  constructor(
    private readonly log: EventLogHistory,
    private readonly ledger: LedgerReader,
  ) {}

  /** Rejects with BadCursorError. */
  async page(streamerId: string, { types, limit, cursor }: ActivityQuestion) {
    const from = cursor === undefined ? undefined : decodePlace(cursor);
    const found: Found[] = [];
    let rest = from;
    if (from?.in !== 'ledger') rest = await this.readLog(streamerId, from, types, limit + 1, found);
    if (rest?.in === 'ledger' && found.length <= limit) {
      await this.readLedger(streamerId, rest, types, limit + 1 - found.length, found);
    }
    const items = found.slice(0, limit);
    const last = items.at(-1);
    return {
      events: items.map(({ event }) => event),
      nextCursor: found.length > limit && last ? encodePlace(last.place) : null,
    };
  }

  /** Fills `found` up to `enough`. Answers where the ledger goes on when the log came to its end. */
  private async readLog(
    streamerId: string,
    from: Extract<ActivityPlace, { in: 'log' }> | undefined,
    types: ReadonlySet<LiveEventType>,
    enough: number,
    found: Found[],
  ): Promise<ActivityPlace | undefined> {
    let place: { epoch: string; offset: number } | undefined = from;
    for (let scan = SCAN.first; ; scan = SCAN.next) {
      const { epoch, entries } = await this.log.readBack(streamerId, place, scan);
      if (place !== undefined && epoch !== place.epoch) {
        const until = found.at(-1)?.event.receivedAt ?? from?.receivedAt;
        return toLedger(place, until);
      }
      for (const { offset, type, json } of entries) {
        place = { epoch, offset };
        if (!types.has(type)) continue;
        const event = JSON.parse(json) as LiveEvent;
        if (closesOnly(event)) continue;
        found.push({ event, place: { in: 'log', epoch, offset, receivedAt: event.receivedAt } });
        if (found.length === enough) return undefined;
      }
      if (entries.length < scan) return toLedger(place ?? { epoch, offset: Number.MAX_SAFE_INTEGER });
    }
  }

  private async readLedger(
    streamerId: string,
    { known, until, after }: Extract<ActivityPlace, { in: 'ledger' }>,
    types: ReadonlySet<LiveEventType>,
    limit: number,
    found: Found[],
  ): Promise<void> {
    const rows = await this.ledger.readBack(streamerId, {
      ...{ types: IN_LEDGER.filter((type) => types.has(type)), known, after, limit },
      ...(until === undefined ? {} : { until }),
    });
    for (const { event, ...row } of rows) {
      const place = { in: 'ledger', known, ...(until === undefined ? {} : { until }), after: row } as const;
      found.push({ event, place });
    }
  }
}

/** The first row of the ledger is as good as any before the end of time. */
function toLedger(known: { epoch: string; offset: number }, until?: number): ActivityPlace {
  const after = { receivedAt: END_OF_TIME, offset: 0, epoch: '' };
  const { epoch, offset } = known;
  return { in: 'ledger', known: { epoch, offset }, ...(until === undefined ? {} : { until }), after };
}

/** 31 December 9999, ms. */
const END_OF_TIME = 253_402_214_400_000;

/** The end of a streak is nothing that a viewer did. */
function closesOnly(event: LiveEvent): boolean {
  return event.type === 'gift' && event.count === 0;
}
