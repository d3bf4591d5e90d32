import { loadSupervisorConfig } from '#config';
import { Database } from '#libs/persistence';

const WAIT_MS = 30_000;

/** Brings the database up to this version; waits for it first. Safe to run several times and at once. */
async function migrate(): Promise<void> {
  const { databaseUrl } = loadSupervisorConfig();
  // A migration may take as long as it needs.
  await using database = new Database({ url: databaseUrl, name: 'streamshape migrate', statementTimeoutMs: 0 });
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
