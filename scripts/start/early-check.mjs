import { readFileSync } from 'node:fs';
import { inRepository } from '../system/paths.mjs';
import { UserError } from '../system/user-error.mjs';

const KEY = /^ {2}([A-Z][A-Z0-9_]+):/gm;

/** Where the schema is written down. */
export const schemaFiles = ['schema.ts', 'billing-keys.ts', 'operations-keys.ts'];

/** The keys of the configuration, out of the text of its schema: this runs before anything is installed. */
export function knownKeys(schemaText) {
  return new Set([...schemaText.matchAll(KEY)].map(([, key]) => key));
}

/**
 * What can be told without the schema itself, so that a spelling mistake does not wait for the packages. The whole
 * check comes after they are there.
 */
export function checkKeys(env, known) {
  const unknown = Object.keys(env).filter((key) => key.startsWith('STREAMSHAPE_') && !known.has(key));
  if (unknown.length === 0) return;
  const lines = unknown.map((key) => `  - ${key} is not a setting of StreamShape. Check its spelling or remove it.`);
  throw new UserError(`The configuration is not usable:\n${lines.join('\n')}`);
}

export function earlyCheck(env) {
  checkKeys(env, knownKeys(schemaFiles.map((file) => readFileSync(inRepository('config', file), 'utf8')).join('\n')));
}
