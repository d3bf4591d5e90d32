// npm run backup | restore: the database of DATABASE_URL, or the one that `npm start` brings, running or not.
import { existsSync } from 'node:fs';
import { startPostgres } from './embedded/postgres.mjs';
import { claimFolder } from './start/single-instance.mjs';
import { inData, inRepository } from './system/paths.mjs';
import { createProgress } from './system/progress.mjs';
import { run } from './system/run.mjs';
import { reportFailure, UserError } from './system/user-error.mjs';

async function main([role, ...args]) {
  if (!['backup', 'restore'].includes(role)) throw new UserError('Usage: node scripts/backup.mjs backup | restore');
  if (process.env.DATABASE_URL || args[0] === '--verify') {
    const env = { DATABASE_URL: 'postgresql://127.0.0.1:1/none', ...process.env };
    return pass(await child(role, args, env));
  }
  if (role === 'backup' && !existsSync(inData('postgres'))) {
    throw new UserError('There is nothing to back up: DATABASE_URL is not set, and npm start has not run here yet.');
  }
  // A restore under a running product would be written over at once.
  const claim =
    role === 'restore' ? await claimFolder({ progress: createProgress(process.stderr), addresses: {} }) : undefined;
  try {
    const server = await startPostgres({ dataDir: inData('postgres') });
    try {
      pass(await child(role, args, { ...process.env, DATABASE_URL: server.url }));
    } finally {
      if (!server.adopted) await server.stop();
    }
  } finally {
    claim?.release();
  }
}

function child(role, args, env) {
  return run(process.execPath, [inRepository('scripts', 'run-role.mjs'), role, ...args], { env, show: true });
}

function pass({ code }) {
  process.exitCode = code;
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  reportFailure(error);
}
