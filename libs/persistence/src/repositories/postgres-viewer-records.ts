import type { ViewerRecords, ViewerRows } from '#libs/domain';
import type { Database } from '../database.js';

const LEDGER = 'select to_jsonb(e) as row from ledger_event e where user_id = ? order by at';
const CHECKPOINTS = `
  select streamer_id, profiles ->> ? as profile,
         (select coalesce(jsonb_object_agg(board.key, board.value -> ?), '{}'::jsonb)
            from jsonb_each(ranks) board where jsonb_exists(board.value, ?)) as ranks
    from checkpoint
   where jsonb_exists(profiles, ?) or exists (select 1 from jsonb_each(ranks) board where jsonb_exists(board.value, ?))`;
/** The event keeps what was given, and says no longer by whom. */
const ERASE_LEDGER = `
  update ledger_event set user_id = null, payload = payload - 'user' where user_id = ? returning 1`;
const ERASE_CHECKPOINTS = `
  update checkpoint
     set profiles = profiles - ?::text,
         ranks = (select coalesce(jsonb_object_agg(board.key, board.value - ?::text), '{}'::jsonb)
                    from jsonb_each(ranks) board)
   where jsonb_exists(profiles, ?) or exists (select 1 from jsonb_each(ranks) board where jsonb_exists(board.value, ?))
  returning 1`;

interface CheckpointRow {
  streamer_id: string;
  profile: string | null;
  ranks: Record<string, number>;
}

/** Viewers in `ledger_event` and `checkpoint`, the only tables that know any. */
export class PostgresViewerRecords implements ViewerRecords {
  constructor(private readonly database: Database) {}

  async find(userId: string): Promise<ViewerRows> {
    const work = this.database.unitOfWork();
    const ledger: { row: Record<string, unknown> }[] = await work.execute(LEDGER, [userId]);
    const rows: CheckpointRow[] = await work.execute(CHECKPOINTS, Array<string>(5).fill(userId));
    const checkpoints = rows.map(({ streamer_id: streamerId, profile, ranks }) => ({ streamerId, profile, ranks }));
    return { ledger: ledger.map(({ row }) => row), checkpoints };
  }

  async erase(userId: string): Promise<{ ledger: number; checkpoints: number }> {
    return await this.database.unitOfWork().transactional(async (work) => ({
      ledger: (await work.execute<unknown[]>(ERASE_LEDGER, [userId])).length,
      checkpoints: (await work.execute<unknown[]>(ERASE_CHECKPOINTS, Array<string>(4).fill(userId))).length,
    }));
  }
}
