import type { LedgerRepository, LedgerRow } from '#libs/domain';
import type { Database } from '../database.js';
import { storableJson } from '../storable-json.js';

const INSERT = `
  insert into ledger_event
    (streamer_id, event_id, epoch, log_offset, type, at, received_at, user_id, coins, gift_id, count, payload,
     appended_at)
  select r."streamerId", r."eventId", r.epoch, r."offset", r.type, to_timestamp(r.at / 1000.0),
         to_timestamp(r."receivedAt" / 1000.0), r."userId", r.coins, r."giftId", r.count, r.payload,
         to_timestamp(r."appendedAt" / 1000.0)
    from jsonb_to_recordset(?::jsonb) as r(
      "streamerId" uuid, "eventId" text, epoch text, "offset" bigint, type text, at bigint, "receivedAt" bigint,
      "userId" text, coins bigint, "giftId" text, count bigint, payload jsonb,
      "appendedAt" bigint)
   where exists (select from streamer s where s.id = r."streamerId")
  on conflict (streamer_id, event_id) do update
     set epoch = excluded.epoch, log_offset = excluded.log_offset, appended_at = excluded.appended_at
   where ledger_event.epoch <> excluded.epoch
     and (ledger_event.appended_at is null or ledger_event.appended_at < excluded.appended_at)
  returning xmax = 0 as fresh`;

/** One statement may touch a row once: of two appends of one event the later one stands. */
function latestOfEach(rows: readonly LedgerRow[]): LedgerRow[] {
  const latest = new Map<string, LedgerRow>();
  for (const row of rows) {
    const key = `${row.streamerId} ${row.eventId}`;
    const known = latest.get(key);
    if (known === undefined || known.appendedAt <= row.appendedAt) latest.set(key, row);
  }
  return [...latest.values()];
}

/** The table `ledger_event`, a batch per statement. */
export class PostgresLedgerRepository implements LedgerRepository {
  constructor(private readonly database: Database) {}

  async insert(rows: readonly LedgerRow[]): Promise<number> {
    if (rows.length === 0) return 0;
    const changed: { fresh: boolean }[] = await this.database
      .unitOfWork()
      .execute(INSERT, [storableJson(latestOfEach(rows))]);
    return changed.filter(({ fresh }) => fresh).length;
  }
}
