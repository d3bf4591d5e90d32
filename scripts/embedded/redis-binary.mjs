import { execFileSync } from 'node:child_process';
import { findOnPath } from '../system/run.mjs';
import { UserError } from '../system/user-error.mjs';
import { extractedRedis, extractRedis, isDebianLike } from './redis-debian.mjs';

/**
 * A Redis program to run: an installed one, else Debian's, fetched without installing anything.
 * @returns {Promise<{ path: string, libraryPath?: string }>}
 */
export async function ensureRedisBinary({ progress, signal }) {
  const installed = ['redis-server', 'valkey-server'].map(findOnPath).find((path) => path && isUsable(path));
  if (installed) return { path: installed };
  const extracted = extractedRedis();
  if (extracted && isUsable(extracted.path, extracted.libraryPath)) return extracted;
  if (!isDebianLike()) throw new UserError(howToGetRedis());
  return progress.step('Fetching Redis', async () => extractRedis({ signal }));
}

/** BullMQ needs at least Redis 6.2; Valkey began at 7.2. */
export function isUsableVersion(text) {
  const found = /v=(\d+)\.(\d+)/.exec(text);
  return Boolean(found) && (Number(found[1]) > 6 || (Number(found[1]) === 6 && Number(found[2]) >= 2));
}

function isUsable(path, libraryPath) {
  const env = libraryPath ? { ...process.env, LD_LIBRARY_PATH: libraryPath } : process.env;
  try {
    return isUsableVersion(
      execFileSync(path, ['--version'], { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
    );
  } catch {
    return false;
  }
}

function howToGetRedis() {
  const docker =
    '  docker run -d --name streamshape-redis -p 127.0.0.1:6390:6379 redis:7 redis-server --appendonly yes --maxmemory-policy noeviction\n' +
    'and then start with\n' +
    '  REDIS_URL=redis://127.0.0.1:6390 npm start';
  const command = findOnPath('brew')
    ? '  brew install redis'
    : findOnPath('dnf')
      ? '  sudo dnf install -y valkey'
      : docker;
  return `StreamShape needs Redis, and none is installed. Get it with\n${command}\nand try again. Or set REDIS_URL to a Redis of your own.`;
}
