import type { StatusNotice, StatusNotices } from '#libs/domain';
import type { Database } from '../database.js';

const MAX = 20;
const THERE = `select to_regclass('announcement') is not null as there`;
const RECENT = `
  select title, text, (extract(epoch from starts_at) * 1000)::bigint::text as starts_ms,
         (extract(epoch from ends_at) * 1000)::bigint::text as ends_ms
    from announcement
   where level = 'incident' and starts_at <= now()
     and (ends_at is null or ends_at > now() or starts_at > now() - make_interval(days => ?))
   order by starts_at desc limit ${MAX}`;

interface Row {
  title: string;
  text: string;
  starts_ms: string;
  ends_ms: string | null;
}

/** Announcements of level incident; none where nobody keeps announcements. */
export class PostgresStatusNotices implements StatusNotices {
  constructor(private readonly database: Database) {}

  async recent(days: number): Promise<StatusNotice[]> {
    const work = this.database.unitOfWork();
    const [found]: { there: boolean }[] = await work.execute(THERE);
    if (!found?.there) return [];
    const rows: Row[] = await work.execute(RECENT, [days]);
    return rows.map((row) => ({
      ...{ title: row.title, text: row.text, startsAt: new Date(Number(row.starts_ms)) },
      endsAt: row.ends_ms === null ? null : new Date(Number(row.ends_ms)),
    }));
  }
}
