import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { inData } from '../system/paths.mjs';
import { findOnPath, run } from '../system/run.mjs';
import { UserError } from '../system/user-error.mjs';

const HOME = inData('redis-server');
/** Names differ between releases; those without a candidate are left out, because one missing name fails them all. */
const LIBRARIES = ['libatomic1', 'libjemalloc2', 'liblzf1', 'libssl3', 'libssl3t64', 'libsystemd0', 'libstdc++6'];

export const isDebianLike = () => Boolean(findOnPath('apt-get') && findOnPath('apt-cache') && findOnPath('dpkg-deb'));

/** What an earlier start extracted. */
export function extractedRedis() {
  const path = join(HOME, 'usr', 'bin', 'redis-server');
  return existsSync(path) ? { path, libraryPath: libraryFolders().join(':') } : undefined;
}

/** Downloads Debian's packages with apt and unpacks them below `.data`. Needs no root and installs nothing. */
export async function extractRedis({ signal }) {
  const work = inData('redis-server.new');
  rmSync(work, { recursive: true, force: true });
  const folders = { lists: join(work, 'lists'), cache: join(work, 'cache'), packages: join(work, 'packages') };
  for (const folder of [join(folders.lists, 'partial'), join(folders.cache, 'archives', 'partial'), folders.packages]) {
    mkdirSync(folder, { recursive: true });
  }
  const apt = aptIn(folders, signal);
  try {
    await apt('apt-get', ['-q', 'update']);
    await apt('apt-get', ['-q', 'download', ...(await packageNames(apt))]);
    const unpacked = join(work, 'unpacked');
    for (const file of readdirSync(folders.packages).filter((name) => name.endsWith('.deb'))) {
      await mustSucceed('dpkg-deb', ['-x', join(folders.packages, file), unpacked], { signal });
    }
    rmSync(HOME, { recursive: true, force: true });
    renameSync(unpacked, HOME);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  const redis = extractedRedis();
  const env = { ...process.env, LD_LIBRARY_PATH: redis.libraryPath };
  await mustSucceed(redis.path, ['--version'], { env, signal });
  return redis;
}

function aptIn({ lists, cache, packages }, signal) {
  const options = [
    `Dir::State::lists=${lists}`,
    `Dir::Cache=${cache}`,
    'Debug::NoLocking=1',
    'Acquire::Languages=none',
    'APT::Sandbox::User=',
  ].flatMap((setting) => ['-o', setting]);
  const env = { ...process.env, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' };
  return (program, args) => mustSucceed(program, [...options, ...args], { cwd: packages, env, signal });
}

async function packageNames(apt) {
  const depends = await apt('apt-cache', [
    'depends',
    '--no-recommends',
    '--no-suggests',
    'redis-server',
    'redis-tools',
  ]);
  const found = [...depends.matchAll(/Depends: (\S+)/g)]
    .map(([, name]) => name)
    .filter((name) => /^(lib|lua)/.test(name));
  const wanted = ['redis-server', 'redis-tools', ...new Set([...LIBRARIES, ...found])].filter(
    (name) => name !== 'libc6',
  );
  return wanted.filter(candidates(await apt('apt-cache', ['policy', ...wanted])));
}

/** Which names of `apt-cache policy` can be downloaded. */
export function candidates(policy) {
  const available = new Set([...policy.matchAll(/^(\S+):\n.*\n\s+Candidate: (?!\(none\))/gm)].map(([, name]) => name));
  return (name) => available.has(name);
}

function libraryFolders() {
  return ['usr/lib', 'lib'].flatMap((parent) => {
    const folder = join(HOME, parent);
    const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.includes('-linux-')) : [];
    return names.map((name) => join(folder, name));
  });
}

async function mustSucceed(program, args, options) {
  const { code, output, tail } = await run(program, args, options);
  if (code === 0) return output;
  throw new UserError(
    `StreamShape needs Redis, and fetching it from your system's package source failed:\n\n${tail}\n\n` +
      'Install it yourself (sudo apt-get install redis-server), or set REDIS_URL to a Redis of your own.',
  );
}
