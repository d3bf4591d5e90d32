import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A page that has an address of its own. */
export interface Place {
  name: string;
  path: string;
  /** Who sees it: `public` is everybody. */
  area: string;
}

const FEATURES = fileURLToPath(new URL('../../../apps/dashboard/src/features', import.meta.url));
const PAGE = /path: '([^']*)',\s*area: '(\w+)'/g;
/** What stands in an address beside its path. */
const MORE: Record<string, readonly string[]> = {
  welcome: ['welcome?step=look', 'welcome?step=obs'],
  'reset-password': ['reset-password#token=not-a-token-of-this-server'],
  'verify-email': ['verify-email#token=not-a-token-of-this-server'],
};

/** Every page that the features declare, with `values` in the place of parameters: a page added there is found here. */
export function places(values: Record<string, string>): Place[] {
  const sources = globSync('*/index.ts', { cwd: FEATURES }).sort();
  const declared = sources.flatMap((file) => [...readFileSync(`${FEATURES}/${file}`, 'utf8').matchAll(PAGE)]);
  const all = declared.flatMap(([, path = '', area = '']) =>
    (MORE[path] ?? [path]).map((full) => ({ path: full, area })),
  );
  return [...all, { path: 'nothing-here', area: 'public' }].map(({ path, area }) => ({
    name: nameOf(path),
    path: `/${path.replace(/:(\w+)/g, (whole, name: string) => values[name] ?? whole)}`,
    area,
  }));
}

/** `streams/:stream` is "streams-one", the front page "front". */
function nameOf(path: string): string {
  const plain = path
    .replace(/[#].*$/, '')
    .replace(/:\w+/g, 'one')
    .replace(/\?step=/, '-');
  return plain === '' ? 'front' : plain.replaceAll('/', '-');
}
