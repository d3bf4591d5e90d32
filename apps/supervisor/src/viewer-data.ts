import { loadSupervisorConfig } from '#config';
import { viewerIdSchema } from '#libs/contracts';
import { Database, PostgresAuditLog, PostgresBrokerRepository, PostgresViewerRecords } from '#libs/persistence';
import { createRedis, RedisViewerFootprints } from '#libs/redis';
import { ViewerDataService } from './privacy/viewer-data.js';

const WAIT_MS = 30_000;
const USAGE = `Usage: npm run viewer -- export ID | erase ID

Everything that is stored about a viewer, by the id that TikTok gives them: as JSON, or gone. While
\`waiting\` is more than 0, erase again.`;

async function run([verb, given, ...more]: readonly string[]): Promise<void> {
  const id = viewerIdSchema.safeParse(given);
  if (!['export', 'erase'].includes(verb ?? '') || !id.success || more.length > 0) throw new Error(USAGE);
  const config = loadSupervisorConfig();
  await using database = new Database({ url: config.databaseUrl, name: 'streamshape viewer', statementTimeoutMs: 0 });
  await database.untilReachable(WAIT_MS);
  await database.assertMigrated();
  const redis = createRedis(config.redis, 'viewer');
  redis.on('error', () => undefined);
  try {
    const brokers = new PostgresBrokerRepository(database);
    const viewers = new ViewerDataService(
      new PostgresViewerRecords(database),
      new RedisViewerFootprints(redis),
      brokers,
      // The supervisor notices by itself within seconds.
      () => Promise.resolve(),
    );
    const audit = new PostgresAuditLog(database);
    const action = verb === 'export' ? 'viewer.exported' : 'viewer.erased';
    await audit.append([{ actor: { kind: 'operator' }, action, subject: { kind: 'viewer', id: 'one viewer' } }]);
    const result = await (verb === 'export' ? viewers.export(id.data) : viewers.erase(id.data));
    process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  } finally {
    redis.disconnect();
  }
}

try {
  await run(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
