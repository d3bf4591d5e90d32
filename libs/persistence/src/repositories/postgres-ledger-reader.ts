import { liveEventSchema } from '#libs/contracts';
import type { LedgerEntry, LedgerLook, LedgerReader } from '#libs/domain';
import type { Database } from '../database.js';

const ROWS = `
  select e.payload, e.epoch, e.log_offset::text as log_offset,
         (extract(epoch from e.received_at) * 1000)::bigint::text as received_ms
    from ledger_event e
   where e.streamer_id = ?::uuid and e.type = any(?::text[])
     and not (e.epoch = ? and e.log_offset >= ?)`;
const UNTIL = ' and e.received_at <= to_timestamp(?::float8 / 1000)::timestamptz(3)';
const AFTER = ' and (e.received_at, e.log_offset, e.epoch) < (to_timestamp(?::float8 / 1000)::timestamptz(3), ?, ?)';
const ORDER = ' order by e.received_at desc, e.log_offset desc, e.epoch desc limit ?';

interface Row {
  payload: unknown;
  epoch: string;
  log_offset: string;
  received_ms: string;
}

/** The table `ledger_event`, read from its end. */
export class PostgresLedgerReader implements LedgerReader {
  constructor(private readonly database: Database) {}

  async readBack(streamerId: string, { types, known, until, after, limit }: LedgerLook): Promise<LedgerEntry[]> {
    if (types.length === 0) return [];
    const list = `{${types.map((type) => JSON.stringify(type)).join(',')}}`;
    const values: (string | number)[] = [streamerId, list, known.epoch, known.offset];
    let query = ROWS;
    if (until !== undefined) {
      query += UNTIL;
      values.push(until);
    }
    if (after !== undefined) {
      query += AFTER;
      values.push(after.receivedAt, after.offset, after.epoch);
    }
    const rows: Row[] = await this.database.unitOfWork().execute(query + ORDER, [...values, limit]);
    return rows.map((row) => ({
      event: liveEventSchema.parse(row.payload),
      receivedAt: Number(row.received_ms),
      offset: Number(row.log_offset),
      epoch: row.epoch,
    }));
  }
}
