import type {
  Checkpoint,
  CountMap,
  EndedStream,
  EpochRange,
  LedgerCounts,
  LedgerHistory,
  OlderCounts,
  Ranking,
  RecentlyCounted,
  Span,
} from '#libs/domain';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { Database } from '../database.js';
import { storableJson } from '../storable-json.js';
import * as sql from './ledger-history.sql.js';

/** Events that are appended again after a loss are younger than this, counted back from the last one. */
const RECENT_MS = 15 * 60 * 1000;
const MAX_RECENT = 10_000;
const MAX_RANKED = 1000;
/** As a start of a session that never began: later than anything. */
const NEVER = 253_402_300_799_000;

interface RecentRow {
  event_id: string;
  type: 'gift' | 'follow' | 'subscribe';
  user_id: string | null;
  coins: string;
  count: string;
  in_day: boolean;
  in_session: boolean;
}
interface CheckpointRow extends Pick<Checkpoint, 'epoch' | 'day' | 'counts' | 'ranks' | 'profiles'> {
  taken_ms: string;
}
interface RankRow {
  user_id: string;
  score: string;
  profile: string | null;
}
type Counted = Omit<OlderCounts, 'latest' | 'recent'>;

function toRecent(row: RecentRow): RecentlyCounted {
  const spans: Span[] = ['a', ...(row.in_day ? (['d'] as const) : []), ...(row.in_session ? (['s'] as const) : [])];
  const counts: CountMap =
    row.type === 'gift' ? { coins: Number(row.coins), gifts: Number(row.count) } : { [`${row.type}s`]: 1 };
  return { id: row.event_id, spans, counts, ...(row.user_id === null ? {} : { user: row.user_id }) };
}

/** Tables `ledger_event`, `checkpoint` and `session`. */
export class PostgresLedgerHistory implements LedgerHistory {
  constructor(private readonly database: Database) {}

  async olderThan(streamerId: string, epoch: string, dayStart: number): Promise<OlderCounts> {
    return await this.reading(async (work) => {
      const counted = await this.count(work, 'older', streamerId, [epoch], dayStart);
      const { session } = counted;
      const place = [dayStart, session?.startedAt ?? NEVER, streamerId, epoch];
      const recent: RecentRow[] = await work.execute(sql.RECENT, [...place, RECENT_MS, MAX_RECENT]);
      const latest: { kind: string; payload: string | null }[] = await work.execute(sql.LATEST, [streamerId]);
      const known = latest.flatMap(({ kind, payload }) => (payload === null ? [] : [[kind, payload] as const]));
      return { ...counted, latest: Object.fromEntries(known), recent: recent.map(toRecent) };
    });
  }

  async within({ streamerId, epoch, offset }: EpochRange, dayStart: number): Promise<Counted> {
    return await this.reading((work) => this.count(work, 'within', streamerId, [epoch, offset], dayStart));
  }

  async sums(ranges: readonly EpochRange[]): Promise<LedgerCounts[]> {
    if (ranges.length === 0) return [];
    const asked = JSON.stringify(ranges.map((range, place) => ({ place, ...range })));
    const rows: (Record<keyof LedgerCounts, string> & { place: number })[] = await this.database
      .unitOfWork()
      .execute(sql.EPOCH_SUMS, [asked]);
    const byPlace = new Map(rows.map((row) => [row.place, row]));
    return ranges.map((_, place) => {
      const { coins = 0, gifts = 0, follows = 0, subscribes = 0 } = byPlace.get(place) ?? {};
      return { coins: Number(coins), gifts: Number(gifts), follows: Number(follows), subscribes: Number(subscribes) };
    });
  }

  async saveCheckpoints(checkpoints: readonly Checkpoint[]): Promise<void> {
    if (checkpoints.length === 0) return;
    const work = this.database.unitOfWork();
    await work.execute(sql.SAVE_CHECKPOINTS, [storableJson(checkpoints)]);
    const ids = checkpoints.map(({ streamerId }) => streamerId);
    await work.execute(sql.DROP_OLD_CHECKPOINTS, [JSON.stringify(ids)]);
  }

  async checkpointBefore(streamerId: string, epoch: string): Promise<Checkpoint | undefined> {
    const rows: CheckpointRow[] = await this.database.unitOfWork().execute(sql.CHECKPOINT_BEFORE, [streamerId, epoch]);
    const [row] = rows;
    if (row === undefined) return undefined;
    const { taken_ms: takenAt, ...rest } = row;
    return { streamerId, takenAt: Number(takenAt), ...rest };
  }

  async closeSessions(ended: readonly EndedStream[]): Promise<void> {
    if (ended.length > 0) await this.database.unitOfWork().execute(sql.CLOSE_SESSIONS, [storableJson(ended)]);
  }

  /** One view of the ledger for all questions: a row that changes its epoch meanwhile is in all answers or in none. */
  private async reading<T>(ask: (work: SqlEntityManager) => Promise<T>): Promise<T> {
    const options = { isolationLevel: 'repeatable read', readOnly: true } as const;
    return await this.database.unitOfWork().transactional(ask, options);
  }

  private async count(
    work: SqlEntityManager,
    part: 'older' | 'within',
    streamerId: string,
    which: readonly (string | number)[],
    dayStart: number,
  ): Promise<Counted> {
    const [start]: { event_id: string; started_ms: string }[] = await work.execute(sql.SESSION_START, [streamerId]);
    const session = start && { id: start.event_id, startedAt: Number(start.started_ms) };
    const place = [dayStart, session?.startedAt ?? NEVER, streamerId, ...which];
    const [sums = {}]: Record<string, string>[] = await work.execute(sql.sumsOf(part), place);
    const profiles: Record<string, string> = {};
    const ranks: Record<string, Ranking> = {};
    for (const span of ['s', 'a'] as const) {
      const rows: RankRow[] = await work.execute(sql.rankingOf(part, span), [...place, MAX_RANKED, streamerId]);
      ranks[`${span}:coins`] = Object.fromEntries(rows.map((row) => [row.user_id, Number(row.score)]));
      for (const { user_id: user, profile } of rows) if (profile !== null) profiles[user] = profile;
    }
    const totals = Object.fromEntries(Object.entries(sums).map(([name, value]) => [name, Number(value)]));
    return { ...(session ? { session } : {}), totals, ranks, profiles };
  }
}
