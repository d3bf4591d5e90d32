import type { Retention, RetentionRule } from '#libs/domain';
import type { Database } from '../database.js';

const BATCH = 5000;
/** The audit log lets nothing go before. */
const AUDIT_DAYS = 400;

/** Column of the time that counts, by table. */
const TIMES: Record<RetentionRule['what'], { table: string; column: string; atLeastDays?: number }> = {
  sessions: { table: 'session', column: 'ended_at' },
  moves: { table: 'broker_move', column: 'claimed_at' },
  audit: { table: 'audit_entry', column: 'at', atLeastDays: AUDIT_DAYS },
  statusHours: { table: 'status_hour', column: 'hour' },
  statusIncidents: { table: 'status_incident', column: 'ended_at' },
};

/** Deletes old rows, some thousand at a time, so that nobody waits for it. A table that does not exist has none. */
export class PostgresRetention implements Retention {
  constructor(private readonly database: Database) {}

  async apply({ what, days }: RetentionRule): Promise<number> {
    const { table, column, atLeastDays = 0 } = TIMES[what];
    const work = this.database.unitOfWork();
    const [{ there } = { there: false }]: { there: boolean }[] = await work.execute(
      'select to_regclass(?) is not null as there',
      [table],
    );
    if (!there) return 0;
    const sql = `delete from ${table} where ctid = any (array(
      select ctid from ${table} where ${column} < now() - make_interval(days => ?) limit ${BATCH})) returning 1`;
    let deleted = 0;
    for (let batch = BATCH; batch === BATCH; deleted += batch) {
      batch = (await work.execute<unknown[]>(sql, [Math.max(days, atLeastDays)])).length;
    }
    return deleted;
  }
}
