import type { ViewerRecords, ViewerRows } from '#libs/domain';
import type { Database } from '../database.js';

/** So few that no statement takes long, whatever the size of the tables. */
const BATCH = 2000;
const STREAMERS_AT_ONCE = 20;

const LEDGER = 'select to_jsonb(e) as row from ledger_event e where user_id = ? order by at';
const CHECKPOINTS = `
  select streamer_id, profiles ->> ? as profile,
         (select coalesce(jsonb_object_agg(board.key, board.value -> ?), '{}'::jsonb)
            from jsonb_each(ranks) board where jsonb_exists(board.value, ?)) as ranks
    from checkpoint
   where streamer_id in (select jsonb_array_elements_text(?::jsonb)::uuid)
     and (jsonb_exists(profiles, ?) or exists (select 1 from jsonb_each(ranks) board where jsonb_exists(board.value, ?)))`;
const BLOCKS = "m.viewers @> jsonb_build_array(jsonb_build_object('id', ?::text))";
const BLOCKED = `
  select m.streamer_id as "streamerId", v.value ->> 'id' as id, v.value ->> 'handle' as handle,
         coalesce(v.value ->> 'name', '') as name
    from moderation m cross join jsonb_array_elements(m.viewers) v
   where ${BLOCKS} and v.value ->> 'id' = ?`;
/** The event keeps what was given, and says no longer by whom. */
const ERASE_LEDGER = `
  update ledger_event set user_id = null, payload = payload - 'user'
   where ctid = any (array(select ctid from ledger_event where user_id = ? limit ${BATCH})) and user_id = ? returning 1`;
const ERASE_CHECKPOINTS = `
  update checkpoint
     set profiles = profiles - ?::text,
         ranks = (select coalesce(jsonb_object_agg(board.key, board.value - ?::text), '{}'::jsonb)
                    from jsonb_each(ranks) board)
   where streamer_id in (select jsonb_array_elements_text(?::jsonb)::uuid)
     and (jsonb_exists(profiles, ?) or exists (select 1 from jsonb_each(ranks) board where jsonb_exists(board.value, ?)))
  returning 1`;
/** In the order in which those lock who change the list by hand. */
const LOCK_BLOCKING = `
  select id from streamer where id in (select m.streamer_id from moderation m where ${BLOCKS}) order by id for update`;
const ERASE_BLOCKED = `
  with gone as (
    update moderation m
       set viewers = (select coalesce(jsonb_agg(v.value order by v.ordinality), '[]'::jsonb)
                        from jsonb_array_elements(m.viewers) with ordinality v
                       where v.value ->> 'id' is distinct from ?)
     where ${BLOCKS} returning m.streamer_id)
  update streamer s set rev = s.rev + 1, updated_at = now() from gone where s.id = gone.streamer_id returning s.id`;

interface CheckpointRow {
  streamer_id: string;
  profile: string | null;
  ranks: Record<string, number>;
}

/** Viewers in `ledger_event`, `checkpoint` and `moderation`, the only tables that know any. */
export class PostgresViewerRecords implements ViewerRecords {
  constructor(private readonly database: Database) {}

  async find(userId: string): Promise<ViewerRows> {
    const work = this.database.unitOfWork();
    const ledger: { row: Record<string, unknown> }[] = await work.execute(LEDGER, [userId]);
    const rows = await this.inCheckpoints<CheckpointRow>(CHECKPOINTS, 3, userId);
    const checkpoints = rows.map(({ streamer_id: streamerId, profile, ranks }) => ({ streamerId, profile, ranks }));
    const blocked: ViewerRows['blocked'] = await work.execute(BLOCKED, [userId, userId]);
    return { ledger: ledger.map(({ row }) => row), checkpoints, blocked };
  }

  /** Not in one transaction, which would take too long: what is left after a failure goes with the next try. */
  async erase(userId: string): Promise<{ ledger: number; checkpoints: number; blockedBy: string[] }> {
    let ledger = 0;
    for (let batch = BATCH; batch === BATCH; ledger += batch) {
      batch = (await this.database.unitOfWork().execute<unknown[]>(ERASE_LEDGER, [userId, userId])).length;
    }
    const checkpoints = (await this.inCheckpoints(ERASE_CHECKPOINTS, 2, userId)).length;
    const blocking = await this.database.unitOfWork().transactional(async (work) => {
      await work.execute(LOCK_BLOCKING, [userId]);
      return await work.execute<{ id: string }[]>(ERASE_BLOCKED, [userId, userId]);
    });
    return { ledger, checkpoints, blockedBy: blocking.map(({ id }) => id) };
  }

  /** Runs `sql` for some streamers at a time: the viewer `before` times, the streamers, the viewer twice. */
  private async inCheckpoints<T>(sql: string, before: number, userId: string): Promise<T[]> {
    const work = this.database.unitOfWork();
    const known: { id: string }[] = await work.execute('select distinct streamer_id as id from checkpoint');
    const found: T[] = [];
    for (let at = 0; at < known.length; at += STREAMERS_AT_ONCE) {
      const streamers = JSON.stringify(known.slice(at, at + STREAMERS_AT_ONCE).map(({ id }) => id));
      const given = [...Array<string>(before).fill(userId), streamers, userId, userId];
      found.push(...(await work.execute<T[]>(sql, given)));
    }
    return found;
  }
}
