import type { StatusPart } from '#libs/contracts';
import type { StatusDay, StatusIncident, StatusLook, StatusRepository } from '#libs/domain';
import type { Database } from '../database.js';

/** Supervisors write one after another, or two would open the same incident. An arbitrary constant. */
const LOCK = 7_264_302;
const MAX_INCIDENTS = 50;

const COUNT = `
  insert into status_hour (part, hour, checks, failed) values (?, date_trunc('hour', ?::timestamptz, 'UTC'), 1, ?)
  on conflict (part, hour) do update
     set checks = status_hour.checks + 1, failed = status_hour.failed + excluded.failed`;
const SEEN = `
  update status_incident set seen_at = greatest(seen_at, ?::timestamptz) where part = ? and ended_at is null`;
const OPEN = `
  insert into status_incident (part, began_at, seen_at, ended_at)
  select ?, ?::timestamptz, ?::timestamptz, null
   where not exists (select 1 from status_incident where part = ? and ended_at is null)
  on conflict do nothing`;
const CLOSE = `
  update status_incident set ended_at = seen_at
   where part = ? and ended_at is null and seen_at < ?::timestamptz - make_interval(secs => ?)`;

const DAYS = `
  select part, to_char(hour at time zone 'UTC', 'YYYY-MM-DD') as day, sum(checks)::int as checks, sum(failed)::int as failed
    from status_hour where hour >= date_trunc('day', now(), 'UTC') - make_interval(days => ?)
   group by 1, 2 order by 2, 1`;
const INCIDENTS = `
  select part, (extract(epoch from began_at) * 1000)::bigint::text as began_ms,
         (extract(epoch from ended_at) * 1000)::bigint::text as ended_ms
    from status_incident
   where ended_at is null or ended_at >= now() - make_interval(days => ?)
   order by began_at desc limit ?`;

interface IncidentRow {
  part: StatusPart;
  began_ms: string;
  ended_ms: string | null;
}

/** The tables `status_hour` and `status_incident`. */
export class PostgresStatusRepository implements StatusRepository {
  constructor(private readonly database: Database) {}

  async note(looks: readonly StatusLook[], clearMs: number): Promise<void> {
    await this.database.unitOfWork().transactional(async (work) => {
      await work.execute('select pg_advisory_xact_lock(?)', [LOCK]);
      for (const { part, ok, at } of looks) {
        const time = at.toISOString();
        await work.execute(COUNT, [part, time, ok ? 0 : 1]);
        if (ok) await work.execute(CLOSE, [part, time, clearMs / 1000]);
        else {
          await work.execute(SEEN, [time, part]);
          await work.execute(OPEN, [part, time, time, part]);
        }
      }
    });
  }

  async history(days: number): Promise<{ days: StatusDay[]; incidents: StatusIncident[] }> {
    const work = this.database.unitOfWork();
    const counted: StatusDay[] = await work.execute(DAYS, [days - 1]);
    const rows: IncidentRow[] = await work.execute(INCIDENTS, [days, MAX_INCIDENTS]);
    const incidents = rows.map((row) => ({
      part: row.part,
      beganAt: new Date(Number(row.began_ms)),
      endedAt: row.ended_ms === null ? null : new Date(Number(row.ended_ms)),
    }));
    return { days: counted, incidents };
  }

  async prune(keepDays: number): Promise<number> {
    const work = this.database.unitOfWork();
    const old = 'now() - make_interval(days => ?)';
    const hours = await work.execute<unknown[]>(`delete from status_hour where hour < ${old} returning 1`, [keepDays]);
    const sql = `delete from status_incident where ended_at < ${old} returning 1`;
    return hours.length + (await work.execute<unknown[]>(sql, [keepDays])).length;
  }
}
