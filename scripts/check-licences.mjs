// npm run check:licences: every package that users get may be part of a work under the AGPL-3.0.
import { readFileSync } from 'node:fs';
import { bundledNames } from './supply-chain/bundled.mjs';
import { isCompatible, shippedPackages } from './supply-chain/packages.mjs';
import { inRepository, root } from './system/paths.mjs';

const packages = shippedPackages(
  JSON.parse(readFileSync(inRepository('package-lock.json'), 'utf8')),
  bundledNames(root),
);
const wrong = packages.filter(({ license }) => !isCompatible(license));
for (const { name, version, license } of wrong) {
  console.error(`${name} ${version}: ${license ?? 'no licence'} is not known to go with the AGPL-3.0`);
}
console.log(`${packages.length} packages, ${wrong.length} with a licence that does not fit`);
process.exitCode = wrong.length > 0 ? 1 : 0;
