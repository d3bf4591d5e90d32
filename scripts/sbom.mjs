// npm run sbom [-- FILE]: the bill of materials of what runs in production, as CycloneDX JSON.
import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { commitOf } from './setup/source-commit.mjs';
import { billOfMaterials, productionPackages } from './supply-chain/packages.mjs';
import { root } from './system/paths.mjs';

const read = (path) => JSON.parse(readFileSync(path, 'utf8'));
const made = { serialNumber: randomUUID(), timestamp: new Date().toISOString(), commit: await commitOf(root) };
const bill = billOfMaterials(read('package.json'), productionPackages(read('package-lock.json')), made);
const text = `${JSON.stringify(bill, null, 2)}\n`;
const [file] = process.argv.slice(2);
if (file) writeFileSync(file, text);
else process.stdout.write(text);
