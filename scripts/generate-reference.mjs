import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as z from 'zod';
import { referenceDocuments } from './reference/documents.mjs';

/** Writes docs/reference from the schemas of the build. */
const contracts = await import('../dist/libs/contracts/src/index.js');
const config = await import('../dist/config/index.js');
for (const [path, text] of Object.entries(referenceDocuments({ contracts, config, z }))) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  console.log(path);
}
