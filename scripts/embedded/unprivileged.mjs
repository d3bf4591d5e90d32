import { execFileSync } from 'node:child_process';
import { chownSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../system/user-error.mjs';

const NOBODY = 65534;
const NAMESPACE = ['--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`, '--'];

/**
 * How to run PostgreSQL, which refuses to run as root. A normal user runs it directly. Root runs it in a user
 * namespace, where root's own files look like nobody's; where namespaces are forbidden (some containers) as the real
 * user nobody, who must then be able to reach the folders.
 * @returns {(file: string, args: string[]) => { file: string, args: string[], options: object }}
 */
export function unprivileged({ probe, ownedFolder }) {
  if (process.getuid?.() !== 0) return (file, args) => ({ file, args, options: {} });
  if (works('unshare', [...NAMESPACE, probe, '--version'])) {
    return (file, args) => ({ file: 'unshare', args: [...NAMESPACE, file, ...args], options: {} });
  }
  const options = { uid: NOBODY, gid: NOBODY };
  giveTo(ownedFolder);
  if (works(probe, ['--version'], options) && works('ls', [ownedFolder], options)) {
    return (file, args) => ({ file, args, options });
  }
  throw new UserError(
    'PostgreSQL does not run as root, and this system does not let root run it as somebody else from this folder.\n' +
      'Start as a normal user, or set DATABASE_URL to a PostgreSQL server of your own.',
  );
}

function works(file, args, options = {}) {
  try {
    execFileSync(file, args, { stdio: 'ignore', ...options });
    return true;
  } catch {
    return false;
  }
}

function giveTo(folder) {
  chownSync(folder, NOBODY, NOBODY);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) giveTo(path);
    else if (entry.isFile()) chownSync(path, NOBODY, NOBODY);
  }
}
