import { loadBackupConfig } from '#config';
import { Database, TableDump } from '#libs/persistence';
import { openUploadStore } from '#libs/uploads';
import { BackupReader } from './backup/read-backup.js';
import { restoreBackup } from './backup/restore-backup.js';

const WAIT_MS = 30_000;
const USAGE = `Usage: npm run restore -- ARCHIVE [--replace]

Puts an archive of \`npm run backup\` into an empty database and adds its uploads. Stop StreamShape before. A database that
holds anything is refused; with --replace everything in it is deleted first.`;

async function run(args: readonly string[]): Promise<void> {
  const replace = args.includes('--replace');
  const [path, ...more] = args.filter((arg) => arg !== '--replace');
  if (path === undefined || path.startsWith('--') || more.length > 0) throw new Error(USAGE);
  const config = loadBackupConfig();
  await using database = new Database({ url: config.databaseUrl, name: 'streamshape restore', statementTimeoutMs: 0 });
  await database.untilReachable(WAIT_MS);
  const target = { database, dump: new TableDump(database), uploads: openUploadStore(config.uploadsUrl) };
  const { tables, uploads, createdAt } = await restoreBackup(new BackupReader(path, config.key), target, { replace });
  const rows = Object.values(tables).reduce((sum, count) => sum + count, 0);
  process.stdout.write(`Restored the state of ${createdAt}: ${rows} rows, ${uploads} uploads\n`);
}

try {
  await run(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`The restore failed: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
