// npm run backup | restore | rebuild | viewer: on the services of DATABASE_URL and REDIS_URL, or on those that `npm start`
// brings, whether or not it runs.
import { existsSync } from 'node:fs';
import { ensureRedisBinary } from './embedded/redis-binary.mjs';
import { startPostgres } from './embedded/postgres.mjs';
import { startRedis } from './embedded/redis.mjs';
import { localSecrets } from './start/secrets.mjs';
import { claimFolder } from './start/single-instance.mjs';
import { inData, inRepository } from './system/paths.mjs';
import { createProgress } from './system/progress.mjs';
import { run } from './system/run.mjs';
import { reportFailure, UserError } from './system/user-error.mjs';

const COMMANDS = {
  backup: { redis: false, alone: false },
  // Under a running product it would be written over at once.
  restore: { redis: false, alone: true },
  rebuild: { redis: true, alone: false },
  viewer: { redis: true, alone: false },
};
const progress = createProgress(process.stderr);

async function main([name, ...args]) {
  const command = Object.hasOwn(COMMANDS, name ?? '') ? COMMANDS[name] : undefined;
  if (!command) throw new UserError(`Usage: node scripts/data-command.mjs ${Object.keys(COMMANDS).join(' | ')}`);
  if (args[0] === '--verify') return child(name, args, { DATABASE_URL: 'postgresql://127.0.0.1:1/none' });
  if (process.env.DATABASE_URL) return child(name, args, {});
  if (name !== 'restore' && !existsSync(inData('postgres'))) {
    throw new UserError(
      'There is no data here: DATABASE_URL is not set, and npm start has not run in this folder yet.',
    );
  }
  const claim = command.alone ? await claimFolder({ progress, addresses: {} }) : undefined;
  try {
    await withEmbedded(command, (urls) => child(name, args, { ...localSecrets(process.env), ...urls }));
  } finally {
    claim?.release();
  }
}

/** Servers that were running already go on. */
async function withEmbedded({ redis: needsRedis }, use) {
  const started = [await startPostgres({ dataDir: inData('postgres') })];
  const urls = { DATABASE_URL: started[0].url };
  try {
    if (needsRedis && !process.env.REDIS_URL && !process.env.REDIS_CLUSTER_NODES) {
      const redis = await startRedis({ dataDir: inData('redis'), binary: await ensureRedisBinary({ progress }) });
      started.push(redis);
      urls.REDIS_URL = redis.url;
    }
    await use(urls);
  } finally {
    for (const server of started) if (!server.adopted) await server.stop();
  }
}

async function child(name, args, more) {
  const script = inRepository('scripts', 'run-role.mjs');
  const { code } = await run(process.execPath, [script, name, ...args], { env: { ...more, ...given() }, show: true });
  process.exitCode = code;
}

/** An empty value means the same as none. */
const given = () => Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ''));

try {
  await main(process.argv.slice(2));
} catch (error) {
  reportFailure(error);
}
