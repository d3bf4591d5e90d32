import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const FILE = '@fontsource-variable/outfit/files/outfit-latin-wght-normal.woff2';

/** The letters of the dashboard; nothing where they are not installed, and pages use the machine's own. */
export function readFont(): Buffer | undefined {
  try {
    return readFileSync(createRequire(import.meta.url).resolve(FILE));
  } catch {
    return undefined; // a demo does without
  }
}
