/* Makes the small font of Arena's numbers: node scripts/fonts/subset-figures.mjs. Run it when the font's version changes. */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import subsetFont from 'subset-font';

const FIGURES = "0123456789.,:%×+-−/' KM\u00a0\u202f\u2019";
const source = fileURLToPath(import.meta.resolve('@fontsource/unbounded/files/unbounded-latin-800-normal.woff2'));
const target = fileURLToPath(
  new URL('../../apps/widgets/src/fonts/figures/unbounded-figures-latin-800.woff2', import.meta.url),
);

const figures = await subsetFont(await readFile(source), FIGURES, { targetFormat: 'woff2' });
await writeFile(target, figures);
console.log(`${target}: ${figures.length} bytes`);
