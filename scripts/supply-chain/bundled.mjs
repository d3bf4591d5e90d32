import { builtinModules } from 'node:module';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow } from '../setup/source-stamp.mjs';

const PLACES = ['apps/dashboard/src', 'apps/widgets/src'];
const IMPORTED = /(?:\bfrom\s+|\bimport\s+|@import\s+(?:url\()?)['"]([^'"./#][^'"]*)['"]/g;

/** Names of the packages that the browser code imports: they are shipped within it, whatever package.json calls them. */
export function bundledNames(root) {
  const names = new Set();
  for (const place of PLACES) {
    for (const file of filesBelow(root, place)) {
      if (!/\.(tsx?|css)$/.test(file)) continue;
      for (const [, specifier] of readFileSync(join(root, file), 'utf8').matchAll(IMPORTED)) {
        names.add(packageOf(specifier));
      }
    }
  }
  return [...names].filter((name) => !isBuiltin(name));
}

const packageOf = (specifier) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
const isBuiltin = (name) => name.startsWith('node:') || name.includes(':') || builtinModules.includes(name);
