import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Environment } from './schema.js';
import { sourceCommit } from './version.js';

/** Throws an Error that names the missing key. */
export function required(value: string | undefined, key: string): string {
  if (value === undefined) throw new Error(`${key} is missing. Set it, or use "npm start", which brings its own.`);
  return value;
}

/** The folder that is used when none is named; `npm start` and the tests run in the repository. */
export function uploadsUrl(environment: Environment): string {
  return environment.UPLOADS_URL ?? pathToFileURL(resolve('.data', 'uploads')).href;
}

/** Where the source of exactly what runs is, as far as the commit is known. */
export function sourceLink({ SOURCE_URL, SOURCE_COMMIT }: Environment): string {
  const commit = SOURCE_COMMIT ?? sourceCommit();
  if (commit === undefined) return SOURCE_URL;
  return `${SOURCE_URL.replace(/\/+$/, '')}/tree/${commit}`;
}
