import { loadSupervisorConfig } from '#config';
import { Database } from '#libs/persistence';

const WAIT_MS = 30_000;
/** Everybody else waits behind a migration that waits for a table. */
const LOCK_MS = 2000;

/** Brings the database up to this version; waits for it first. Safe to run several times and at once. */
async function migrate(): Promise<void> {
  const { databaseUrl } = loadSupervisorConfig();
  // A migration may take as long as it needs.
  const patience = { statementTimeoutMs: 0, lockTimeoutMs: LOCK_MS };
  await using database = new Database({ url: databaseUrl, name: 'streamshape migrate', ...patience });
  await database.untilReachable(WAIT_MS);
  const applied = await database.migrate();
  process.stdout.write(applied.length === 0 ? 'The database is up to date\n' : `Applied: ${applied.join(', ')}\n`);
}

try {
  await migrate();
} catch (error) {
  process.stderr.write(`The migration failed: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
