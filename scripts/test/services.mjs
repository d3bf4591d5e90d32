import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { livingPostmaster } from '../embedded/postmaster-file.mjs';
import { ensureRedisBinary } from '../embedded/redis-binary.mjs';
import { startPostgres } from '../embedded/postgres.mjs';
import { livingRedis, startRedis } from '../embedded/redis.mjs';
import { readJson, writeWhole } from '../system/files.mjs';
import { inData } from '../system/paths.mjs';
import { identify, isAlive, stopProcess } from '../system/processes.mjs';

const HOME = inData('test');

/** A PostgreSQL and a Redis for one test run, thrown away afterwards, and what the tests are told about them. */
export async function startTestServices({ progress, signal }) {
  await removeAbandoned();
  const folder = join(HOME, String(process.pid));
  writeWhole(join(folder, 'owner.json'), JSON.stringify(identify(process.pid)));
  const binary = await ensureRedisBinary({ progress, signal });
  const stop = () => removeFolder(folder);
  try {
    const [postgres, redis] = await progress.step('Starting PostgreSQL and Redis for the tests', async () => [
      await startPostgres({ dataDir: join(folder, 'postgres'), durable: false, signal }),
      await startRedis({ dataDir: join(folder, 'redis'), binary, signal }),
    ]);
    return { env: testEnvironment({ folder, postgres, redis, binary }), folder, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function testEnvironment({ folder, postgres, redis, binary }) {
  return {
    TEST_SERVICES_DIR: folder,
    TEST_DATABASE_URL: postgres.url,
    TEST_REDIS_URL: redis.url,
    TEST_POSTGRES_BIN_DIR: postgres.binDir,
    TEST_REDIS_SERVER_BIN: binary.path,
    TEST_REDIS_LD_LIBRARY_PATH: binary.libraryPath ?? '',
  };
}

/** A test run that was killed leaves its servers; they end when the next one begins. */
async function removeAbandoned() {
  mkdirSync(HOME, { recursive: true });
  for (const name of readdirSync(HOME)) {
    const folder = join(HOME, name);
    if (!isAlive(readJson(join(folder, 'owner.json')))) await removeFolder(folder);
  }
}

/** Stops every server with data in the folder, those that single tests started and forgot included. */
async function removeFolder(folder) {
  const parts = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  await Promise.all(
    parts.map(async ({ name }) => {
      const postmaster = livingPostmaster(join(folder, name, 'cluster'));
      if (postmaster) await stopProcess(postmaster.identity, { signal: 'SIGINT', graceMs: 5000 });
      const redis = livingRedis(join(folder, name));
      if (redis) await stopProcess(redis.identity, { graceMs: 5000 });
    }),
  );
  rmSync(folder, { recursive: true, force: true });
}
