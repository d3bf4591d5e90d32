import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PostgresStreamerRepository, TableDump } from '#libs/persistence';
import { openUploadStore } from '#libs/uploads';
import { TemporaryDatabase } from '../../../../libs/persistence/test/temporary-database.js';
import { testEnvironment } from '../../../../test/support/services/test-environment.js';
import { createBackup, pruneBackups } from './create-backup.js';
import { BackupReader } from './read-backup.js';
import { restoreBackup } from './restore-backup.js';

const KEY = 'a key that is long enough';
const UPLOAD = `${randomBytes(16).toString('hex')}-png`;
let folder: string;
let source: TemporaryDatabase;

const uploadsAt = (name: string) => openUploadStore(pathToFileURL(join(folder, name)).href);
const sql = (target: TemporaryDatabase, text: string, values: unknown[] = []) =>
  target.database.unitOfWork().execute<Record<string, unknown>[]>(text, values);

/** Everything in a database, as text, but for the numbers that a restore lifts. */
async function contentOf(target: TemporaryDatabase): Promise<Record<string, string[]>> {
  const content: Record<string, string[]> = {};
  await new TableDump(target.database).read(async ({ table, rows }) => {
    const plain = rows.map((row) => row.replaceAll(/"(rev|generation)": \d+/g, '"$1": 0'));
    content[table] = [...(content[table] ?? []), ...plain].toSorted();
  });
  return content;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'streamshape-backup-'));
  source = await TemporaryDatabase.create(testEnvironment.databaseUrl());
  const id = randomUUID();
  const key = { hash: 'a'.repeat(64), encrypted: 'x' };
  await new PostgresStreamerRepository(source.database).create({
    id,
    handle: 'backed.up',
    enabled: true,
    timeZone: 'UTC',
    key,
  });
  await sql(
    source,
    `insert into ledger_event (streamer_id, event_id, epoch, log_offset, type, at, received_at, user_id, coins, payload)
     select ?::uuid, 'event-' || n, 'e', n, 'gift', now(), now(), 'u', 9007199254740993, jsonb_build_object('text', ?::text)
       from generate_series(1, 4100) n`,
    [id, 'a "quoted" \\ line\nand 😀'],
  );
  await sql(
    source,
    `insert into upload (id, streamer_id, name, kind, type, bytes, created_at) values (?, ?, 'p', 'image', 'png', 3, now())`,
    [UPLOAD, id],
  );
  await uploadsAt('uploads').write(UPLOAD, Buffer.from('png'));
  await sql(source, `select nextval('billing_reading_seq') from generate_series(1, 41)`);
  await source.database.unitOfWork().execute(`insert into status_hour values ('overlays', now(), 3, 1)`);
});
afterAll(async () => {
  await source[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const backup = (key?: string, now?: Date) =>
  createBackup(
    { dump: new TableDump(source.database), uploads: uploadsAt('uploads'), version: '1.2.3' },
    { folder: join(folder, 'backups'), key, ...(now ? { now } : {}) },
  );
const targetOf = (target: TemporaryDatabase, uploads: string) => ({
  database: target.database,
  dump: new TableDump(target.database),
  uploads: uploadsAt(uploads),
});

describe('a backup', () => {
  it.each([
    ['in the clear', undefined],
    ['encrypted', KEY],
  ])('brings everything back to an empty database, %s', async (_, key) => {
    const { path, manifest } = await backup(key);
    expect(manifest).toMatchObject({ uploads: 1, tables: { ledger_event: 4100, streamer: 1, goal: 0 } });
    const bytes = await readFile(path);
    expect(bytes.includes('backed.up')).toBe(false);
    await using empty = await TemporaryDatabase.create(testEnvironment.databaseUrl(), { migrate: false });
    const uploads = `restored-${key ?? 'clear'}`;
    await restoreBackup(new BackupReader(path, key), targetOf(empty, uploads), { replace: false });
    expect(await contentOf(empty)).toEqual(await contentOf(source));
    expect(await empty.database.schemaDifference()).toBe('');
    expect(await sql(empty, `select nextval('billing_reading_seq')::text as next`)).toEqual([{ next: '42' }]);
    const stored = await uploadsAt(uploads).open(UPLOAD);
    expect(stored?.bytes).toBe(3);
    await expect(
      sql(empty, `insert into goal select gen_random_uuid(), gen_random_uuid(), 'm', 1, 0, 0, 't', 'p', 0`),
    ).rejects.toThrow(/goal_streamer_id_foreign/);
  });

  it('is not put over what is there, unless that is wanted', async () => {
    const { path } = await backup();
    await using other = await TemporaryDatabase.create(testEnvironment.databaseUrl());
    await sql(other, `insert into status_hour values ('dashboard', now(), 1, 0)`);
    await sql(other, 'create function left_over() returns int language sql as $$ select 1 $$');
    const restore = (replace: boolean) =>
      restoreBackup(new BackupReader(path, undefined), targetOf(other, 'u'), { replace });
    await expect(restore(false)).rejects.toThrow('not empty');
    expect(await sql(other, 'select part from status_hour')).toEqual([{ part: 'dashboard' }]);
    await restore(true);
    await expect(sql(other, 'select left_over()')).rejects.toThrow('left_over');
    expect(await other.database.schemaDifference()).toBe('');
    expect(await sql(other, `select nextval('billing_reading_seq')::text as next`)).toEqual([{ next: '42' }]);
    expect(await contentOf(other)).toEqual(await contentOf(source));
  });

  it('goes on from an older version of the database', async () => {
    await using old = await TemporaryDatabase.create(testEnvironment.databaseUrl(), { migrate: false });
    await old.database.migrate('20261125000000-uploads');
    await sql(
      old,
      `insert into broker (streamer_id, desired, generation, updated_at) values (gen_random_uuid(), true, 7, now())`,
    );
    const parts = { dump: new TableDump(old.database), uploads: uploadsAt('none'), version: '1.0.0' };
    const { path } = await createBackup(parts, { folder: join(folder, 'old'), key: undefined });
    await using empty = await TemporaryDatabase.create(testEnvironment.databaseUrl(), { migrate: false });
    await restoreBackup(new BackupReader(path, undefined), targetOf(empty, 'none'), { replace: false });
    expect(await sql(empty, 'select desired, generation > 7 as lifted from broker')).toEqual([
      { desired: true, lifted: true },
    ]);
    expect(await empty.database.schemaDifference()).toBe('');
  });

  it('that is damaged, cut off or locked by another key is refused before anything happens', async () => {
    const { path } = await backup(KEY);
    const bytes = await readFile(path);
    const broken = join(folder, 'broken.tar.gz.enc');
    const verify = (key?: string) => new BackupReader(broken, key).verify();
    await writeFile(broken, bytes);
    await expect(verify(KEY)).resolves.toMatchObject({ version: '1.2.3' });
    await expect(verify()).rejects.toThrow('BACKUP_KEY');
    await expect(verify('another key that is long')).rejects.toThrow('damaged');
    for (const at of [60, Math.floor(bytes.length / 2), bytes.length - 20]) {
      const changed = Buffer.from(bytes);
      changed[at]! ^= 1;
      await writeFile(broken, changed);
      await expect(verify(KEY)).rejects.toThrow('damaged');
    }
    const clear = await readFile((await backup()).path);
    await writeFile(broken, clear.subarray(0, clear.length - 1000));
    await expect(verify()).rejects.toThrow(/damaged|cut off/);
    await writeFile(broken, 'no archive at all');
    await expect(verify()).rejects.toThrow('damaged');
  });

  it('keeps the newest ones, and what is none of ours', async () => {
    const backups = join(folder, 'backups');
    await writeFile(join(backups, 'mine.txt'), '');
    await rm(backups, { recursive: true });
    for (const second of [1, 2, 2, 3]) await backup(undefined, new Date(Date.UTC(2026, 0, 1, 0, 0, second)));
    await writeFile(join(backups, 'mine.txt'), '');
    expect(await pruneBackups(backups, 2)).toHaveLength(2);
    expect((await readdir(backups)).toSorted()).toEqual([
      ...['mine.txt', 'streamshape-20260101T000002Z.tar.gz', 'streamshape-20260101T000003Z.tar.gz'],
    ]);
  });
});
