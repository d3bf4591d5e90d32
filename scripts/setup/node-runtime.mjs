import { execFileSync } from 'node:child_process';
import { inRepository } from '../system/paths.mjs';
import { findOnPath, isExecutable } from '../system/run.mjs';
import { UserError } from '../system/user-error.mjs';

const WANTED_MAJOR = 24;
const OLDEST = [22, 22, 3];

/** Whether a Node of this version ("v22.22.3" or "22.22.3") can run the product. */
export function isNewEnough(version) {
  const parts = version.replace(/^v/, '').split('.').map(Number);
  for (const [index, least] of OLDEST.entries()) {
    if (parts[index] !== least) return parts[index] > least;
  }
  return true;
}

/** The Node that npm installed with the product, then the running one, then the one on PATH. */
export function resolveNode() {
  for (const path of [bundledNode(), process.execPath, findOnPath('node')]) {
    const version = path && versionOf(path);
    if (version && isNewEnough(version)) return { path, version };
  }
  throw new UserError(
    `StreamShape needs Node ${WANTED_MAJOR} (or at least ${OLDEST.join('.')}); this machine has ${process.version}.\n` +
      `The package that brings it is not available for ${process.platform}-${process.arch}. Install Node ${WANTED_MAJOR} from https://nodejs.org and try again.`,
  );
}

function bundledNode() {
  const system = process.platform === 'win32' ? 'win' : process.platform;
  const folder = inRepository('node_modules', `node-${system}-${process.arch}`, 'bin');
  const path = `${folder}/${process.platform === 'win32' ? 'node.exe' : 'node'}`;
  return isExecutable(path) ? path : undefined;
}

function versionOf(path) {
  if (path === process.execPath) return process.version;
  try {
    return execFileSync(path, ['-v'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return undefined; // built for another system, for example musl instead of glibc
  }
}
