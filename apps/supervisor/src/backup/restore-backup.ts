import type { UploadStore } from '#libs/domain';
import type { Database, TableDump } from '#libs/persistence';
import type { Manifest } from './manifest.js';
import type { BackupReader } from './read-backup.js';

export interface RestoreTarget {
  database: Database;
  dump: TableDump;
  uploads: UploadStore;
}

/**
 * Puts an archive back: looks at all of it first, then fills the database in one transaction, in the state in which the
 * archive was made, and brings it up to this version. A failure anywhere leaves the database as it was. One that holds
 * anything is refused, and replaced with `replace`. Uploads are added to those that are there.
 */
export async function restoreBackup(
  reader: BackupReader,
  { database, dump, uploads }: RestoreTarget,
  { replace }: { replace: boolean },
): Promise<Manifest> {
  const manifest = await reader.verify();
  const newest = manifest.migrations.at(-1)!;
  if (!database.knows(manifest.migrations)) {
    throw new Error(
      `The archive was made by a newer version (${manifest.version}). Restore it with that one or a later.`,
    );
  }
  if (!replace && (await dump.hasRows())) {
    throw new Error('The database is not empty. With --replace everything in it is deleted and replaced.');
  }
  // Before the rows: a file without a row does no harm.
  for await (const { id, content } of reader.uploads()) await uploads.write(id, content);
  await dump.replace(reader.tables(), { migration: newest, sequences: manifest.sequences });
  return manifest;
}
