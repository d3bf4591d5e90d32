import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { UploadStore } from '#libs/domain';
import type { TableDump } from '#libs/persistence';
import { ArchiveWriter } from './archive-file.js';
import { entryOf, MANIFEST, type Manifest, type ManifestEntry } from './manifest.js';
import { TAR_END, tarEntry } from './tar.js';

export interface BackupParts {
  dump: TableDump;
  uploads: UploadStore;
  version: string;
}

export const ARCHIVE = /^streamshape-\d{8}T\d{6}Z(-\d+)?\.tar\.gz(\.enc)?$/;

/**
 * Writes one archive of the database, as it was at one moment, and all uploads, and answers with its path. It appears
 * under its name when it is complete, or not at all.
 */
export async function createBackup(
  { dump, uploads, version }: BackupParts,
  options: { folder: string; key: string | undefined; now?: Date },
): Promise<{ path: string; manifest: Manifest }> {
  const now = options.now ?? new Date();
  await mkdir(options.folder, { recursive: true, mode: 0o700 });
  const path = await freeName(options.folder, now, options.key !== undefined);
  const unfinished = `${path}.part`;
  const writer = await ArchiveWriter.create(unfinished, options.key);
  try {
    const entries: ManifestEntry[] = [];
    const add = async (name: string, content: Buffer) => {
      entries.push(entryOf(name, content));
      await writer.write(tarEntry({ name, content }));
    };
    const migrations = await dump.migrations();
    const { tables, uploadIds } = await addTables(dump, add);
    const sequences = await dump.sequences();
    const count = await addUploads(uploads, uploadIds, add);
    const manifest: Manifest = {
      ...{ format: 'streamshape-backup/1', version, createdAt: now.toISOString() },
      ...{ migrations, tables, sequences, uploads: count, entries },
    };
    await writer.write(tarEntry({ name: MANIFEST, content: Buffer.from(JSON.stringify(manifest)) }));
    await writer.write(TAR_END);
    await writer.end();
    await sync(unfinished);
    await rename(unfinished, path);
    return { path, manifest };
  } catch (error) {
    await writer.abandon();
    await rm(unfinished, { force: true });
    throw error;
  }
}

type Add = (name: string, content: Buffer) => Promise<void>;

/** Answers with the ids of uploads too. */
async function addTables(dump: TableDump, add: Add): Promise<{ tables: Record<string, number>; uploadIds: string[] }> {
  const tables: Record<string, number> = {};
  const chunks = new Map<string, number>();
  const uploadIds: string[] = [];
  await dump.read(async ({ table, rows }) => {
    const chunk = (chunks.get(table) ?? 0) + 1;
    chunks.set(table, chunk);
    tables[table] = (tables[table] ?? 0) + rows.length;
    if (table === 'upload') uploadIds.push(...rows.map((row) => (JSON.parse(row) as { id: string }).id));
    const name = `tables/${table}/${String(chunk).padStart(6, '0')}.ndjson`;
    await add(name, Buffer.from(rows.map((row) => `${row}\n`).join('')));
  });
  return { tables, uploadIds };
}

/** A file is written before its row, so every row that was read has its file, unless it was deleted meanwhile. */
async function addUploads(uploads: UploadStore, ids: readonly string[], add: Add): Promise<number> {
  let count = 0;
  for (const id of ids) {
    const stored = await uploads.open(id);
    if (!stored) continue;
    const parts: Uint8Array[] = [];
    for await (const part of stored.read()) parts.push(part);
    await add(`uploads/${id}`, Buffer.concat(parts));
    count += 1;
  }
  return count;
}

async function freeName(folder: string, now: Date, encrypted: boolean): Promise<string> {
  const taken = new Set(await readdir(folder));
  const stamp = now.toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const name = (suffix: string) => `streamshape-${stamp}${suffix}.tar.gz${encrypted ? '.enc' : ''}`;
  let suffix = '';
  for (let n = 2; taken.has(name(suffix)) || taken.has(`${name(suffix)}.part`); n++) suffix = `-${n}`;
  return join(folder, name(suffix));
}

async function sync(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Deletes all but the newest `keep` archives of `folder`, and answers with the names of those that went. */
export async function pruneBackups(folder: string, keep: number): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => ARCHIVE.test(name)).toSorted();
  const old = names.slice(0, Math.max(0, names.length - keep));
  for (const name of old) await rm(join(folder, name), { force: true });
  return old;
}
