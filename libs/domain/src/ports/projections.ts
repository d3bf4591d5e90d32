import type { Counts, Position, Totals, Viewers } from '#libs/contracts';

/** s: this stream, d: the streamer's day, a: all-time. */
export type Span = 's' | 'd' | 'a';
/** Counts by span and metric, as `a.coins`; what is absent is 0. */
export type CountMap = Record<string, number>;
/** Score by TikTok id of the viewer. */
export type Ranking = Record<string, number>;
export type Board = 's:coins' | 's:likes' | 'a:coins' | 'a:likes';

export const LEDGER_METRICS = ['coins', 'gifts', 'follows', 'subscribes'] as const;
export type LedgerMetric = (typeof LEDGER_METRICS)[number];
export type LedgerCounts = Pick<Counts, LedgerMetric>;

/** What is counted of a streamer, at one moment. */
export interface ProjectionReading {
  position: Position;
  /** ms on the storage's clock. */
  at: number;
  /** ms; when the epoch began. */
  began: number;
  /** The epoch that the base was written for, and when; absent before. */
  base?: { epoch: string; at: number };
  /** Time zone that the base was written with. */
  zone: string;
  /** Day of the last append, YYYY-MM-DD; empty before the first. */
  day: string;
  /** Room of the stream in progress. */
  roomId?: string;
  session: string;
  /** Of the stream in progress, else the last one; absent before the first count. */
  viewers?: Viewers;
  /** ms; since when the source is silent. Absent while it is heard. */
  gapFrom?: number;
  /** What this epoch counted alone. */
  counted: CountMap;
  /** What the epochs before it counted; `day` is the day of its `d` counts. */
  before: { day: string; counts: CountMap };
  /** ms; since when the oldest entry of the shard's outbox waits. Absent while nothing waits. */
  outboxSince?: number;
  /** Present when asked for: what is shown, and how much of it is base. */
  ranks: Partial<Record<Board, { shown: Ranking; base: Ranking }>>;
  profiles: Map<string, string>;
}

/** An event that the base holds. Appended once more it is not counted once more. */
export interface RecentlyCounted {
  id: string;
  spans: Span[];
  counts: CountMap;
  user?: string;
}

/** What the epochs before `epoch` counted, from the ledger and the last checkpoint. */
export interface CountBase {
  epoch: string;
  zone: string;
  day: string;
  /** Event id of the start of the stream that the `s` counts belong to; empty when there is none. */
  session: string;
  totals: CountMap;
  ranks: Partial<Record<Board, Ranking>>;
  /** JSON of viewers, by id. */
  profiles: Record<string, string>;
  /** JSON of the newest event of a kind. */
  latest: Record<string, string>;
  recent: RecentlyCounted[];
}

export interface Correction {
  epoch: string;
  session: string;
  day: string;
  totals: CountMap;
  ranks: Partial<Record<Board, Ranking>>;
  profiles: Record<string, string>;
}

/** The counters of the event log, as the ledger's keeper sees them. */
export interface ProjectionStore {
  /** In the order asked; `undefined` where there is no log. `ranked`: how many of each ranking, -1 for all. */
  read(streamerIds: readonly string[], ranked?: number): Promise<(ProjectionReading | undefined)[]>;
  /** Sets the base. False when the log is in another epoch by now. */
  writeBase(streamerId: string, base: CountBase): Promise<boolean>;
  /** Adds to the counters. False when the log is in another epoch by now. */
  correct(streamerId: string, correction: Correction): Promise<boolean>;
}

/** Counts as they are shown: this epoch's and the base's, today's only while it is that day. */
export function shownTotals(
  counted: CountMap,
  day: string,
  before: { day: string; counts: CountMap },
  today: string,
): Totals {
  const span = (name: Span): Counts => {
    const from = (counts: CountMap, of: string, metric: string) =>
      name === 'd' && of !== today ? 0 : Math.max(0, counts[`${name}.${metric}`] ?? 0);
    const read = (metric: string) => from(counted, day, metric) + from(before.counts, before.day, metric);
    return {
      coins: read('coins'),
      gifts: read('gifts'),
      likes: read('likes'),
      follows: read('follows'),
      shares: read('shares'),
      subscribes: read('subscribes'),
    };
  };
  return { session: span('s'), today: span('d'), allTime: span('a') };
}
