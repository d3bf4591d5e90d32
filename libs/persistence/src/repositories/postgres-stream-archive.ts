import { liveEventSchema, liveUserSchema, type LiveEvent } from '#libs/contracts';
import {
  BadCursorError,
  type ArchivedChart,
  type ArchivedStream,
  type ArchivedStreamPage,
  type BlindSpan,
  type StreamArchive,
  type TopGifter,
} from '#libs/domain';
import type { Database } from '../database.js';
import * as sql from './stream-archive.sql.js';

const MINUTE_MS = 60_000;
/** Rows of the ledger that are in memory at once. */
const PART = 500;

type Counted = Record<'coins' | 'gifts' | 'likes' | 'follows' | 'shares' | 'subscribes', string>;
interface StreamRow extends Counted {
  ended_by: string;
  room_id: string;
  started_ms: string | null;
  ended_ms: string;
  peak_viewers: number | null;
  from_ms: string | null;
  to_ms: string;
  blind_ms: string;
}

function toStream(row: StreamRow): ArchivedStream {
  const count = (metric: keyof Counted) => Number(row[metric]);
  return {
    id: row.ended_by,
    roomId: row.room_id,
    startedAt: row.started_ms === null ? null : Number(row.started_ms),
    endedAt: Number(row.ended_ms),
    totals: {
      ...{ coins: count('coins'), gifts: count('gifts'), likes: count('likes') },
      ...{ follows: count('follows'), shares: count('shares'), subscribes: count('subscribes') },
    },
    peakViewers: row.peak_viewers,
    blindMs: Number(row.blind_ms),
    received: { ...(row.from_ms === null ? {} : { from: Number(row.from_ms) }), to: Number(row.to_ms) },
  };
}

function encode({ endedAt, id }: ArchivedStream): string {
  return Buffer.from(`${endedAt}:${id}`).toString('base64url');
}

function decode(cursor: string): [number, string] {
  const [, endedAt, id] = /^(\d{1,14}):([^\p{Cc}]+)$/u.exec(Buffer.from(cursor, 'base64url').toString('utf8')) ?? [];
  if (!endedAt || !id) throw new BadCursorError('The cursor is not one of this list');
  return [Number(endedAt), id];
}

/** Tables `session`, `stream_sample` and `ledger_event`, read as streams. */
export class PostgresStreamArchive implements StreamArchive {
  constructor(private readonly database: Database) {}

  async startOf(streamerId: string, roomId: string): Promise<number | undefined> {
    const [row]: { started_ms: string }[] = await this.ask(sql.START_OF, [streamerId, roomId]);
    return row && Number(row.started_ms);
  }

  async page(
    streamerId: string,
    { limit, cursor }: { limit: number; cursor?: string | undefined },
  ): Promise<ArchivedStreamPage> {
    const after = cursor === undefined ? [] : decode(cursor);
    const query = sql.STREAMS + (cursor === undefined ? '' : sql.PAGE_AFTER) + sql.PAGE_ORDER;
    const rows: StreamRow[] = await this.ask(query, [streamerId, ...after, limit + 1]);
    const items = rows.slice(0, limit).map(toStream);
    const last = items.at(-1);
    return { items, ...(rows.length > limit && last ? { next: encode(last) } : {}) };
  }

  async find(streamerId: string, streamId: string): Promise<ArchivedStream | undefined> {
    const rows: StreamRow[] = await this.ask(sql.STREAMS + sql.ONE, [streamerId, streamId, streamId, streamId]);
    return rows[0] && toStream(rows[0]);
  }

  async chart(streamerId: string, { from, to }: BlindSpan, most: number): Promise<ArchivedChart> {
    const first = Math.floor(from / MINUTE_MS) * MINUTE_MS;
    const stepMs = Math.max(1, Math.ceil((to - first) / MINUTE_MS / most)) * MINUTE_MS;
    const step = stepMs / 1000;
    const rows: { at_ms: string; viewers: number | null; likes: string; coins: string }[] = await this.ask(sql.CHART, [
      ...[step, streamerId, first, to],
    ]);
    const samples = rows.map((row) => ({
      ...{ at: Number(row.at_ms), viewers: row.viewers, likes: Number(row.likes), coins: Number(row.coins) },
    }));
    return { stepMs, samples };
  }

  async gaps(streamerId: string, { from, to }: BlindSpan): Promise<BlindSpan[]> {
    const rows: { from_ms: string; to_ms: string }[] = await this.ask(sql.GAPS, [streamerId, from, from, to]);
    return rows.map((row) => ({
      from: Math.max(from, Math.round(Number(row.from_ms))),
      to: Math.min(to, Math.round(Number(row.to_ms))),
    }));
  }

  async topGifters(streamerId: string, { received }: ArchivedStream, limit: number): Promise<TopGifter[]> {
    const { from, to } = received;
    if (from === undefined) return [];
    const values = [streamerId, from, to, limit, streamerId];
    const rows: { coins: string; profile: unknown }[] = await this.ask(sql.TOP_GIFTERS, values);
    return rows.map(({ coins, profile }) => {
      const { id, name, handle, avatar } = liveUserSchema.parse(profile);
      return { user: { id, name, handle, ...(avatar === undefined ? {} : { avatar }) }, coins: Number(coins) };
    });
  }

  async *events(streamerId: string, { received }: ArchivedStream): AsyncIterable<LiveEvent[]> {
    const { from, to } = received;
    if (from === undefined) return;
    for (let after: [number, string] = [0, '']; ;) {
      const values = [streamerId, from, to, ...after, PART];
      const rows: { payload: unknown; event_id: string; received_ms: string }[] = await this.ask(sql.EVENTS, values);
      const last = rows.at(-1);
      if (last === undefined) return;
      yield rows.map(({ payload }) => liveEventSchema.parse(payload));
      after = [Number(last.received_ms), last.event_id];
    }
  }

  private async ask<T>(query: string, values: readonly (string | number)[]): Promise<T[]> {
    return await this.database.unitOfWork().execute(query, [...values]);
  }
}
