// npm run sbom [-- FILE]: the bill of materials of what users get, as CycloneDX JSON.
import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { commitOf } from './setup/source-commit.mjs';
import { bundledNames } from './supply-chain/bundled.mjs';
import { billOfMaterials, shippedPackages } from './supply-chain/packages.mjs';
import { inRepository, root } from './system/paths.mjs';

const read = (path) => JSON.parse(readFileSync(inRepository(path), 'utf8'));
const made = { serialNumber: randomUUID(), timestamp: new Date().toISOString(), commit: await commitOf(root) };
const packages = shippedPackages(read('package-lock.json'), bundledNames(root));
const bill = billOfMaterials(read('package.json'), packages, made);
const text = `${JSON.stringify(bill, null, 2)}\n`;
const [file] = process.argv.slice(2);
if (file) writeFileSync(file, text);
else process.stdout.write(text);
