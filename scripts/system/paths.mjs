import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's folder. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const dataDir = join(root, '.data');
export const runDir = join(dataDir, 'run');
export const logsDir = join(dataDir, 'logs');

export const inRepository = (...parts) => join(root, ...parts);
export const inData = (...parts) => join(dataDir, ...parts);

/** A path as a person in the repository's folder would write it. */
export const shownPath = (path) => relative(root, path) || '.';
