// npm run check:licences: every package that runs in production may be part of a work under the AGPL-3.0.
import { readFileSync } from 'node:fs';
import { isCompatible, productionPackages } from './supply-chain/packages.mjs';

const packages = productionPackages(JSON.parse(readFileSync('package-lock.json', 'utf8')));
const wrong = packages.filter(({ license }) => !isCompatible(license));
for (const { name, version, license } of wrong) {
  console.error(`${name} ${version}: ${license ?? 'no licence'} is not known to go with the AGPL-3.0`);
}
console.log(`${packages.length} packages, ${wrong.length} with a licence that does not fit`);
process.exitCode = wrong.length > 0 ? 1 : 0;
