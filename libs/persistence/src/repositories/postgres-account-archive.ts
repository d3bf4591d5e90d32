import type { AccountArchive, ArchiveRow } from '#libs/domain';
import type { Database } from '../database.js';
import * as sql from './account-archive.sql.js';

const BATCH = 1000;

interface JsonRow {
  row: ArchiveRow;
}
interface PlacedRow extends JsonRow {
  at: string;
  id: string;
}

/** Reads for the export of an account. Long lists come in batches, so that none is held whole. */
export class PostgresAccountArchive implements AccountArchive {
  constructor(private readonly database: Database) {}

  async account(accountId: string): Promise<ArchiveRow> {
    return (await this.rows(sql.ACCOUNT, accountId))[0] ?? {};
  }

  async sessions(accountId: string): Promise<ArchiveRow[]> {
    return await this.rows(sql.SESSIONS, accountId);
  }

  async tokens(accountId: string): Promise<ArchiveRow[]> {
    return await this.rows(sql.TOKENS, accountId);
  }

  audit(accountId: string): AsyncIterable<readonly ArchiveRow[]> {
    const first = '00000000-0000-0000-0000-000000000000';
    return this.batches(sql.AUDIT, [accountId, accountId, accountId], first);
  }

  async billing(accountId: string): Promise<ArchiveRow> {
    const lists: ArchiveRow = {};
    for (const [name, statement] of Object.entries(sql.BILLING)) lists[name] = await this.rows(statement, accountId);
    return lists;
  }

  async streamer(streamerId: string): Promise<ArchiveRow> {
    return (await this.rows(sql.STREAMER, streamerId))[0] ?? {};
  }

  async widgets(streamerId: string): Promise<ArchiveRow[]> {
    return await this.rows(sql.WIDGETS, streamerId);
  }

  async goals(streamerId: string): Promise<ArchiveRow[]> {
    return await this.rows(sql.GOALS, streamerId);
  }

  async streams(streamerId: string): Promise<ArchiveRow[]> {
    return await this.rows(sql.STREAMS, streamerId);
  }

  async moderation(streamerId: string): Promise<ArchiveRow> {
    return (await this.rows(sql.MODERATION, streamerId))[0] ?? { words: [], viewers: [] };
  }

  async counts(streamerId: string): Promise<ArchiveRow[]> {
    return await this.rows(sql.COUNTS, streamerId);
  }

  samples(streamerId: string): AsyncIterable<readonly ArchiveRow[]> {
    return this.batches(sql.SAMPLES, [streamerId], '');
  }

  ledger(streamerId: string): AsyncIterable<readonly ArchiveRow[]> {
    return this.batches(sql.LEDGER, [streamerId], '');
  }

  private async rows(statement: string, id: string): Promise<ArchiveRow[]> {
    const rows: JsonRow[] = await this.database.unitOfWork().execute(statement, [id]);
    return rows.map(({ row }) => row);
  }

  private async *batches(
    statement: string,
    values: readonly string[],
    firstId: string,
  ): AsyncIterable<readonly ArchiveRow[]> {
    let place: { at: string; id: string } = { at: '-infinity', id: firstId };
    for (;;) {
      const given = [...values, place.at, place.id, BATCH];
      const rows: PlacedRow[] = await this.database.unitOfWork().execute(statement, given);
      if (rows.length > 0) yield rows.map(({ row }) => row);
      if (rows.length < BATCH) return;
      place = rows.at(-1)!;
    }
  }
}
