import { linkSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readJson, writeWhole } from './files.mjs';
import { identify, isAlive } from './processes.mjs';

/**
 * A lock file that names its holder. One whose holder has died (also by SIGKILL, also when its process id has been
 * given to somebody else) is taken over.
 * @returns {{ held: true, release(): void, update(details: object): void } | { held: false, holder: object }}
 */
export function acquireLock(path, details = {}) {
  mkdirSync(dirname(path), { recursive: true });
  const content = { ...identify(process.pid), ...details };
  for (let attempt = 0; attempt < 20; attempt++) {
    if (placeNew(path, content)) return heldLock(path, content);
    const holder = readJson(path);
    if (holder && isAlive(holder)) return { held: false, holder };
    removeStale(path);
  }
  throw new Error(`The lock file ${path} changes hands all the time.`);
}

/** Runs the work while holding the lock; waits for another holder to finish. */
export async function withLock(path, work, { waitMs = 600_000, onWait = () => {}, signal } = {}) {
  const deadline = Date.now() + waitMs;
  let lock = acquireLock(path);
  if (!lock.held) onWait(lock.holder);
  while (!lock.held) {
    if (Date.now() > deadline) throw new Error(`Process ${lock.holder.pid} has held ${path} for too long.`);
    await sleep(200, undefined, { signal });
    lock = acquireLock(path);
  }
  try {
    return await work();
  } finally {
    lock.release();
  }
}

function heldLock(path, content) {
  return {
    held: true,
    update: (details) => writeWhole(path, JSON.stringify({ ...content, ...details }, null, 2)),
    release: () => rmSync(path, { force: true }),
  };
}

/** A link appears with its whole content or not at all, so nobody ever reads half a lock. */
function placeNew(path, content) {
  const draft = `${path}.${process.pid}.new`;
  writeFileSync(draft, JSON.stringify(content, null, 2));
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Moves the stale lock aside; if a living one was put there in the meantime, it is put back. */
function removeStale(path) {
  const aside = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, aside);
    const moved = readJson(aside);
    if (moved && isAlive(moved)) linkSync(aside, path);
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}
