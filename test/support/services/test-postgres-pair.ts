import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Database } from '#libs/persistence';
import { startPostgres, type EmbeddedPostgres } from '../../../scripts/embedded/postgres.mjs';
import { MovingAddress } from './moving-address.js';
import { testEnvironment } from './test-environment.js';

const READY_MS = 20_000;
/** Of the primary alone; a backup goes without, as PostgreSQL's documentation says. */
const NOT_COPIED = ['postmaster.pid', 'postmaster.opts', 'pg_replslot', 'pg_wal'];

/** A primary and its synchronous standby: a commit is acknowledged once both have it. Both behind one address. */
export class TestPostgresPair implements AsyncDisposable {
  private constructor(
    private readonly folders: readonly string[],
    private readonly primary: EmbeddedPostgres,
    private readonly standby: EmbeddedPostgres,
    private readonly address: MovingAddress,
  ) {}

  static async start(): Promise<TestPostgresPair> {
    const folders = ['postgres-', 'postgres-'].map((name) => mkdtempSync(join(testEnvironment.servicesDir(), name)));
    const [primaryDir, standbyDir] = folders as [string, string];
    // Without syncing files, which a killed process does not need; commits wait for the standby all the same.
    const primary = await startPostgres({ dataDir: primaryDir, durable: false });
    const { username } = new URL(primary.url);
    await withDatabase(primary.url, (one) => execute(one, `alter role ${username} set synchronous_commit = on`));
    await using database = new Database({ url: primary.url, poolSize: 1 });
    await backUp(database, primaryDir, standbyDir);
    follow(standbyDir, primary);
    const standby = await startPostgres({ dataDir: standbyDir, durable: false });
    await execute(database, `alter system set synchronous_standby_names = 'standby'`);
    await execute(database, 'select pg_reload_conf()');
    await reached(async () => (await syncState(database)) === 'sync, commit on');
    return new TestPostgresPair(folders, primary, standby, await MovingAddress.before(primary.port));
  }

  /** Of whichever is the primary. */
  get url(): string {
    return at(this.primary.url, this.address.port);
  }

  /** SIGKILL, as when its machine is gone. */
  killPrimary(): void {
    process.kill(this.primary.pid, 'SIGKILL');
  }

  /** What an operator's failover tool does: promotes the standby, then moves the address. */
  async promoteStandby(): Promise<void> {
    await withDatabase(this.standby.url, (one) => execute(one, 'select pg_promote(true, 20)'));
    this.address.moveTo(this.standby.port);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.address[Symbol.asyncDispose]();
    await Promise.all([this.primary.stop(), this.standby.stop()]);
    for (const folder of this.folders) rmSync(folder, { recursive: true, force: true });
  }
}

function at(url: string, port: number): string {
  const moved = new URL(url);
  moved.port = String(port);
  return moved.href;
}

async function withDatabase(url: string, work: (database: Database) => Promise<unknown>): Promise<void> {
  await using database = new Database({ url, poolSize: 1 });
  await work(database);
}

async function execute<T>(database: Database, sql: string): Promise<T[]> {
  return await database.unitOfWork().execute<T[]>(sql);
}

/** A base backup as PostgreSQL's documentation describes it: start and stop in one session, the label in the copy. */
async function backUp(database: Database, primaryDir: string, standbyDir: string): Promise<void> {
  const [from, to] = [join(primaryDir, 'cluster'), join(standbyDir, 'cluster')];
  await execute(database, `select pg_backup_start('standby', true)`);
  cpSync(from, to, { recursive: true, filter: (path) => !NOT_COPIED.includes(basename(path)) });
  const [stopped] = await execute<{ labelfile: string }>(
    database,
    'select labelfile from pg_backup_stop(wait_for_archive => false)',
  );
  writeFileSync(join(to, 'backup_label'), stopped!.labelfile);
  for (const folder of ['pg_wal', 'pg_replslot']) mkdirSync(join(to, folder), { mode: 0o700 });
  cpSync(join(primaryDir, 'password'), join(standbyDir, 'password'));
}

function follow(standbyDir: string, { url }: EmbeddedPostgres): void {
  const { hostname, port, username, password } = new URL(url);
  const source = `host=${hostname} port=${port} user=${username} password=${password} application_name=standby`;
  writeFileSync(join(standbyDir, 'cluster', 'postgresql.auto.conf'), `primary_conninfo = '${source}'\n`);
  writeFileSync(join(standbyDir, 'cluster', 'standby.signal'), '');
}

async function syncState(database: Database): Promise<string | undefined> {
  const sql = `select sync_state, current_setting('synchronous_commit') as commit from pg_stat_replication`;
  const [row] = await execute<{ sync_state: string; commit: string }>(database, sql);
  return row && `${row.sync_state}, commit ${row.commit}`;
}

async function reached(probe: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + READY_MS;
  while (!(await probe())) {
    if (performance.now() > deadline) throw new Error('The standby does not follow the primary');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
