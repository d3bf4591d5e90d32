import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readText, writeWhole } from '../system/files.mjs';
import { run } from '../system/run.mjs';

/** Creates the data folder once. A kill in the middle leaves a draft that the next start throws away. */
export async function ensureCluster({ dataDir, user, database, binaries, asUser, durable, signal }) {
  const cluster = join(dataDir, 'cluster');
  if (existsSync(join(cluster, 'PG_VERSION'))) return { cluster, password: readText(passwordFile(dataDir)).trim() };

  const draft = join(dataDir, 'cluster.new');
  rmSync(draft, { recursive: true, force: true });
  const password = readText(passwordFile(dataDir))?.trim() ?? randomBytes(24).toString('base64url');
  writeWhole(passwordFile(dataDir), `${password}\n`, 0o600);
  mkdirSync(draft, { mode: 0o700 });

  const tools = { asUser: asUser(), cwd: dataDir, signal };
  await mustRun(binaries.initdb, initArguments({ draft, user, dataDir, durable }), tools);
  await mustRun(binaries.postgres, ['--single', '-D', draft, 'postgres'], tools, `CREATE DATABASE ${database}\n`);
  renameSync(draft, cluster);
  return { cluster, password };
}

function initArguments({ draft, user, dataDir, durable }) {
  return [
    ['-D', draft, '--username', user, '--pwfile', passwordFile(dataDir), '--auth=scram-sha-256'],
    ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
    ['--no-instructions', ...(durable ? [] : ['--no-sync'])],
  ].flat();
}

const passwordFile = (dataDir) => join(dataDir, 'password');

async function mustRun(program, programArgs, { asUser, cwd, signal }, input) {
  const { file, args, options } = asUser(program, programArgs);
  const { code, tail } = await run(file, args, { cwd, input, signal, options, env: { ...process.env, LC_ALL: 'C' } });
  if (code !== 0) throw new Error(`PostgreSQL could not create its data folder:\n${tail}`);
}
