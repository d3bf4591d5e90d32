import type { LedgerRepository, LedgerRow } from '#libs/domain';
import type { Database } from '../database.js';
import { storableJson } from '../storable-json.js';

const INSERT = `
  insert into ledger_event
    (streamer_id, event_id, epoch, log_offset, type, at, received_at, user_id, coins, gift_id, count, payload)
  select r."streamerId", r."eventId", r.epoch, r."offset", r.type, to_timestamp(r.at / 1000.0),
         to_timestamp(r."receivedAt" / 1000.0), r."userId", r.coins, r."giftId", r.count, r.payload
    from jsonb_to_recordset(?::jsonb) as r(
      "streamerId" uuid, "eventId" text, epoch text, "offset" bigint, type text, at bigint, "receivedAt" bigint,
      "userId" text, coins bigint, "giftId" text, count bigint, payload jsonb)
   where exists (select from streamer s where s.id = r."streamerId")
  on conflict (streamer_id, event_id) do nothing
  returning 1`;

/** The table `ledger_event`, a batch per statement. */
export class PostgresLedgerRepository implements LedgerRepository {
  constructor(private readonly database: Database) {}

  async insert(rows: readonly LedgerRow[]): Promise<number> {
    if (rows.length === 0) return 0;
    const inserted: unknown[] = await this.database.unitOfWork().execute(INSERT, [storableJson(rows)]);
    return inserted.length;
  }
}
