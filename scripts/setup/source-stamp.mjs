import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const IGNORED_FOLDERS = new Set(['node_modules', 'dist', '.data', '.git', 'generated']);

/**
 * A hash of the names and contents of all files below the given paths; a path that is missing counts as empty.
 * Tests are left out: they are not built.
 */
export function sourceStamp(base, paths, skipped = []) {
  const hash = createHash('sha256');
  for (const path of paths) {
    for (const file of filesBelow(base, path, new Set(skipped))) {
      hash
        .update(`${file}\0`)
        .update(readFileSync(join(base, file)))
        .update('\0');
    }
  }
  return hash.digest('hex');
}

/** Relative paths of all files below a path, in a stable order. */
export function* filesBelow(base, path, skipped = new Set()) {
  const stat = statSync(join(base, path), { throwIfNoEntry: false });
  if (stat?.isFile()) yield path;
  if (!stat?.isDirectory()) return;
  const entries = readdirSync(join(base, path), { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const child = `${path}/${entry.name}`;
    if (skipped.has(child) || IGNORED_FOLDERS.has(entry.name)) continue;
    if (entry.isDirectory()) yield* filesBelow(base, child, skipped);
    else if (entry.isFile() && !/\.spec\.tsx?$/.test(entry.name)) yield child;
  }
}
