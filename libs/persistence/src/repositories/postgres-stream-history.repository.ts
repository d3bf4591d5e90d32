import type { StreamHistory, StreamStarts } from '#libs/domain';
import type { Database } from '../database.js';

const STARTS = `
  select s.id as streamer_id, s.time_zone,
         (select coalesce(jsonb_agg(n.ms), '[]') from (
            select (extract(epoch from x.started_at) * 1000)::bigint as ms from session x
             where x.streamer_id = s.id and x.started_at is not null
             order by x.started_at desc limit ?) n) as starts
    from streamer s
   where exists (select from session x
                  where x.streamer_id = s.id and x.started_at is not null
                    and x.ended_at > to_timestamp(?::float8 / 1000))`;

interface Row {
  streamer_id: string;
  time_zone: string;
  starts: number[];
}

/** The table `session`. */
export class PostgresStreamHistory implements StreamHistory {
  constructor(private readonly database: Database) {}

  async starts(endedAfter: number, limit: number): Promise<StreamStarts[]> {
    const rows: Row[] = await this.database.unitOfWork().execute(STARTS, [limit, endedAfter]);
    return rows.map((row) => ({ streamerId: row.streamer_id, timeZone: row.time_zone, starts: row.starts }));
  }
}
