import { basename } from 'node:path';
import { loadBackupConfig } from '#config';
import { Database, TableDump } from '#libs/persistence';
import { openUploadStore } from '#libs/uploads';
import { createBackup, pruneBackups } from './backup/create-backup.js';
import { BackupReader } from './backup/read-backup.js';
import { sendHeartbeat } from './heartbeats/send-heartbeat.js';

const WAIT_MS = 30_000;
const USAGE = `Usage: npm run backup [-- --verify ARCHIVE]

Writes one archive of the database and all uploads into BACKUP_FOLDER, reads it back to see that it is whole, and deletes
all but the newest BACKUP_KEEP. With --verify it only looks at an archive that is there.`;

const say = (text: string) => process.stdout.write(`${text}\n`);

async function backup(config: ReturnType<typeof loadBackupConfig>): Promise<void> {
  await using database = new Database({ url: config.databaseUrl, name: 'streamshape backup', statementTimeoutMs: 0 });
  await database.untilReachable(WAIT_MS);
  const parts = { dump: new TableDump(database), uploads: openUploadStore(config.uploadsUrl), version: config.version };
  const { path, manifest } = await createBackup(parts, { folder: config.folder, key: config.key });
  await new BackupReader(path, config.key).verify();
  const rows = Object.values(manifest.tables).reduce((sum, count) => sum + count, 0);
  say(
    `${path}\n${rows} rows in ${Object.keys(manifest.tables).length} tables, ${manifest.uploads} uploads: read back and whole`,
  );
  const gone = await pruneBackups(config.folder, config.keep);
  if (gone.length > 0) say(`Deleted: ${gone.join(', ')}`);
}

async function run(args: readonly string[]): Promise<void> {
  const config = loadBackupConfig();
  const [flag, path] = args;
  if (flag === '--verify' && path !== undefined && args.length === 2) {
    const { createdAt, version } = await new BackupReader(path, config.key).verify();
    return void say(`${basename(path)} is whole: made at ${createdAt} by version ${version}`);
  }
  if (args.length > 0) throw new Error(USAGE);
  const ok = await backup(config).then(
    () => undefined,
    (error: unknown) => ({ error }),
  );
  if (config.heartbeatUrl !== undefined) {
    const trouble = await sendHeartbeat(config.heartbeatUrl, ok === undefined);
    if (trouble !== undefined) process.stderr.write(`The heartbeat did not get through: ${trouble}\n`);
  }
  if (ok) throw ok.error;
}

try {
  await run(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`The backup failed: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
