import { loadSupervisorConfig, type SupervisorConfig } from '#config';
import { handleSchema } from '#libs/contracts';
import { createRedis, RedisProjections } from '#libs/redis';
import { Database, PostgresBrokerRepository, PostgresLedgerHistory } from '#libs/persistence';
import { Rebuild } from './ledger/log-rebuild.js';

const WAIT_MS = 30_000;
const USAGE = 'Usage: npm run rebuild -- --streamer HANDLE | --all';

function wantedHandle(args: readonly string[]): string | undefined {
  if (args.length === 1 && args[0] === '--all') return undefined;
  const handle = args[0] === '--streamer' && args.length === 2 ? handleSchema.safeParse(args[1]) : undefined;
  if (!handle?.success) throw new Error(USAGE);
  return handle.data;
}

/** Counts again from the ledger. Answers with how many logs could not be rebuilt. */
async function run(config: SupervisorConfig, handle: string | undefined): Promise<number> {
  await using database = new Database({ url: config.databaseUrl, name: 'streamshape rebuild', statementTimeoutMs: 0 });
  await database.untilReachable(WAIT_MS);
  await database.assertMigrated();
  const redis = createRedis(config.redis, 'rebuild');
  redis.on('error', () => undefined);
  try {
    const brokers = await new PostgresBrokerRepository(database).list();
    const known = brokers.flatMap(({ streamerId, streamer }) => (streamer ? [{ streamerId, ...streamer }] : []));
    const chosen = handle === undefined ? known : known.filter((streamer) => streamer.handle === handle);
    if (handle !== undefined && chosen.length === 0) throw new Error(`Nobody has the handle ${handle}`);
    const rebuild = new Rebuild(new RedisProjections(redis), new PostgresLedgerHistory(database));
    let failed = 0;
    for (const streamer of chosen) {
      const { done, text } = await rebuild.run(streamer.streamerId, streamer.timeZone);
      process.stdout.write(`${streamer.handle}: ${text}\n`);
      if (!done) failed += 1;
    }
    return failed;
  } finally {
    redis.disconnect();
  }
}

try {
  const handle = wantedHandle(process.argv.slice(2));
  if ((await run(loadSupervisorConfig(), handle)) > 0) process.exitCode = 1;
} catch (error) {
  process.stderr.write(`The rebuild failed: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
