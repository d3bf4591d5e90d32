import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { Database } from '../database.js';
import { liftNumbers } from './lift-numbers.js';

/** Rows of one table, each as JSON text of one line, at most `CHUNK_ROWS` of them. */
export interface TableChunk {
  table: string;
  rows: string[];
}

const CHUNK_ROWS = 2000;
/** StreamShape may still run: then say so instead of waiting for it. */
const LOCK_TIMEOUT_MS = 30_000;
/** PostgreSQL's word for a lock that did not come. */
const LOCK_NOT_AVAILABLE = '55P03';
const HISTORY = 'schema_migration';

const TABLES = `
  select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition order by 1`;
const KEYS = `
  select c.relname as "table", k.conname as name, pg_get_constraintdef(k.oid) as definition
    from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
   where n.nspname = 'public' and k.contype = 'f' order by 1, 2`;
const ROUTINES = `
  select p.oid::regprocedure::text as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
   where n.nspname = 'public' and not exists (select 1 from pg_depend d where d.objid = p.oid and d.deptype = 'e')`;
const COLUMNS = `
  select a.attname as name from pg_attribute a
   where a.attrelid = to_regclass(?) and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum`;
/** Those that no column owns: they count what rows alone do not tell. */
const FREE_SEQUENCES = `
  select c.relname as name, coalesce(s.last_value + s.increment_by, s.start_value)::text as next
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    join pg_sequences s on s.schemaname = n.nspname and s.sequencename = c.relname
   where n.nspname = 'public' and c.relkind = 'S'
     and not exists (select 1 from pg_depend d where d.objid = c.oid and d.deptype in ('a', 'i', 'e')) order by 1`;
const SEQUENCES = `
  select a.attname as "column", pg_get_serial_sequence(quote_ident(?), a.attname) as sequence from pg_attribute a
   where a.attrelid = to_regclass(?) and a.attnum > 0 and not a.attisdropped
     and pg_get_serial_sequence(quote_ident(?), a.attname) is not null`;

/** The next number of each sequence that no column owns, as text. */
export type SequenceNumbers = Record<string, string>;

/** What the database was like when it was read: its newest migration, and its sequences. */
export interface ArchiveState {
  migration: string;
  sequences: SequenceNumbers;
}

export const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

async function tableNames(work: SqlEntityManager): Promise<string[]> {
  const rows: { name: string }[] = await work.execute(TABLES);
  return rows.map(({ name }) => name).filter((name) => name !== HISTORY);
}

async function freeSequences(work: SqlEntityManager): Promise<SequenceNumbers> {
  const rows: { name: string; next: string }[] = await work.execute(FREE_SEQUENCES);
  return Object.fromEntries(rows.map(({ name, next }) => [name, next]));
}

/** Every table of a database as text, read at one moment and written back in one transaction. */
export class TableDump {
  /** `lockTimeoutMs`: how long a restore waits for whoever holds a table. */
  constructor(
    private readonly database: Database,
    private readonly lockTimeoutMs = LOCK_TIMEOUT_MS,
  ) {}

  /** Names of the migrations that the database has, in order. */
  async migrations(): Promise<string[]> {
    const rows: { name: string }[] = await this.database
      .unitOfWork()
      .execute(`select name from ${HISTORY} order by id`);
    return rows.map(({ name }) => name);
  }

  /**
   * Hands every row of every table to `take`, all as they were at one moment, however long it takes; meanwhile
   * everybody reads and writes on. A table without rows gets one empty chunk.
   */
  async read(take: (chunk: TableChunk) => Promise<void>): Promise<void> {
    const work = this.database.unitOfWork();
    await work.transactional(async (snapshot) => {
      await snapshot.execute('set transaction isolation level repeatable read, read only');
      for (const table of await tableNames(snapshot)) await readTable(snapshot, table, take);
    });
  }

  /** Sequences know no moment: read after the rows, none is behind what a row holds. */
  async sequences(): Promise<SequenceNumbers> {
    return await freeSequences(this.database.unitOfWork());
  }

  /** Whether any table has a row. */
  async hasRows(): Promise<boolean> {
    const work = this.database.unitOfWork();
    for (const table of await tableNames(work)) {
      const rows: unknown[] = await work.execute(`select 1 from ${quoted(table)} limit 1`);
      if (rows.length > 0) return true;
    }
    return false;
  }

  /**
   * Puts rows in place of everything that is there: drops all, brings the database to the state of `archive`, fills it
   * and brings it up to this version, in one transaction. A failure anywhere leaves everything as it was.
   */
  async replace(chunks: AsyncIterable<TableChunk>, archive: ArchiveState): Promise<void> {
    try {
      await this.replaceAtOnce(chunks, archive);
    } catch (error) {
      if (!(error instanceof Error) || !('code' in error) || error.code !== LOCK_NOT_AVAILABLE) throw error;
      const inUse =
        'Something else uses the database. Stop StreamShape (every supervisor) and whatever else is connected';
      throw new Error(`${inUse}, then restore again. Nothing was changed.`, { cause: error });
    }
  }

  private async replaceAtOnce(chunks: AsyncIterable<TableChunk>, archive: ArchiveState): Promise<void> {
    await this.database.unitOfWork().transactional(async (work) => {
      await work.execute(`set local lock_timeout = ${this.lockTimeoutMs}`);
      await this.database.holdMigrations(work);
      await drop(work);
      await this.database.migrateWithin(work, archive.migration);
      await write(work, chunks, archive.sequences);
      await this.database.migrateWithin(work);
      await liftNumbers(work);
    });
  }
}

/** Drops every table, sequence and function, so that migrations begin anew. */
async function drop(work: SqlEntityManager): Promise<void> {
  for (const table of await tableNames(work)) await work.execute(`drop table ${quoted(table)} cascade`);
  for (const name of Object.keys(await freeSequences(work))) {
    await work.execute(`drop sequence ${quoted(name)} cascade`);
  }
  const routines: { name: string }[] = await work.execute(ROUTINES);
  for (const { name } of routines) await work.execute(`drop routine ${name} cascade`);
  const [history]: { there: boolean }[] = await work.execute(`select to_regclass('${HISTORY}') is not null as there`);
  // The table stays: whoever migrates next may remember that it is there.
  if (history?.there) await work.execute(`delete from ${HISTORY}`);
}

/**
 * Writes rows into empty tables. Rules between tables are taken away meanwhile, so the order of tables does not matter,
 * and put back at the end, which checks every row.
 */
async function write(
  work: SqlEntityManager,
  chunks: AsyncIterable<TableChunk>,
  sequences: SequenceNumbers,
): Promise<void> {
  const keys: { table: string; name: string; definition: string }[] = await work.execute(KEYS);
  for (const { table, name } of keys) {
    await work.execute(`alter table ${quoted(table)} drop constraint ${quoted(name)}`);
  }
  const known = new Set(await tableNames(work));
  for await (const { table, rows } of chunks) {
    if (!known.has(table)) throw new Error(`The archive has a table that the database lacks: ${table}`);
    if (rows.length > 0) await insert(work, table, rows);
  }
  for (const table of known) await advanceSequences(work, table);
  for (const name of Object.keys(await freeSequences(work))) {
    const next = sequences[name];
    if (next !== undefined) await work.execute('select setval(?::regclass, ?::bigint, false)', [quoted(name), next]);
  }
  for (const { table, name, definition } of keys) {
    await work.execute(`alter table ${quoted(table)} add constraint ${quoted(name)} ${definition}`);
  }
}

/** A cursor keeps memory flat, whatever the size of the table. */
async function readTable(
  work: SqlEntityManager,
  table: string,
  take: (chunk: TableChunk) => Promise<void>,
): Promise<void> {
  await work.execute(`declare dump no scroll cursor for select to_jsonb(t)::text as row from ${quoted(table)} t`);
  for (let first = true; ; first = false) {
    const rows: { row: string }[] = await work.execute(`fetch ${CHUNK_ROWS} from dump`);
    if (rows.length > 0 || first) await take({ table, rows: rows.map(({ row }) => row) });
    if (rows.length < CHUNK_ROWS) break;
  }
  await work.execute('close dump');
}

async function insert(work: SqlEntityManager, table: string, rows: readonly string[]): Promise<void> {
  const columns: { name: string }[] = await work.execute(COLUMNS, [quoted(table)]);
  const list = columns.map(({ name }) => quoted(name)).join(', ');
  const sql = `insert into ${quoted(table)} (${list}) overriding system value
    select ${list} from jsonb_populate_recordset(null::${quoted(table)}, ?::jsonb)`;
  await work.execute(sql, [`[${rows.join(',')}]`]);
}

async function advanceSequences(work: SqlEntityManager, table: string): Promise<void> {
  const found: { column: string; sequence: string }[] = await work.execute(SEQUENCES, [table, quoted(table), table]);
  for (const { column, sequence } of found) {
    const sql = `select setval(?::regclass, coalesce(max(${quoted(column)}), 1), max(${quoted(column)}) is not null)
      from ${quoted(table)}`;
    await work.execute(sql, [sequence]);
  }
}
