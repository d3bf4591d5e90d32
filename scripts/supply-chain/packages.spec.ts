import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { bundledNames } from './bundled.mjs';
import { billOfMaterials, isCompatible, shippedPackages } from './packages.mjs';

const lock = JSON.parse(readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8')) as {
  packages: Record<string, object>;
};
const packages = shippedPackages(lock, bundledNames(fileURLToPath(new URL('../..', import.meta.url))));

describe('licences', () => {
  it.each([
    ...[['MIT', true] as const, ['(MIT OR GPL-2.0-only)', true] as const, ['MIT AND GPL-2.0-only', false] as const],
    ...[['(MIT OR X) AND (ISC OR Y)', true] as const, ['GPL-2.0-only', false] as const, ['UNLICENSED', false] as const],
    ...[['BUSL-1.1', false] as const, ['SEE LICENSE IN x', false] as const, [undefined, false] as const],
  ])('"%s" goes with the AGPL: %s', (expression, compatible) => expect(isCompatible(expression)).toBe(compatible));

  it('of everything that users get do, what is within the browser code too', () => {
    const names = new Set(packages.map(({ name }) => name));
    for (const name of ['@nestjs/core', 'react-dom', 'scheduler', '@mantine/core', 'uplot', '@fontsource/fraunces']) {
      expect(names.has(name), name).toBe(true);
    }
    for (const tool of ['vitest', 'typescript', 'vite', 'playwright-core']) expect(names.has(tool), tool).toBe(false);
    expect(packages.length).toBeGreaterThan(200);
    expect(packages.filter(({ license }) => !isCompatible(license))).toEqual([]);
  });
});

it('the bill of materials lists each package once, with licence and hash', () => {
  const made = { serialNumber: '5600e838-26e8-4a61-a0a1-3d1d917efb35', timestamp: '2026-11-23T00:00:00Z' };
  const bill = billOfMaterials({ name: 'streamshape', version: '1.0.0', license: 'AGPL-3.0-only' }, packages, made);
  expect(bill).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1 });
  const purls = bill.components.map(({ purl }) => purl);
  expect(new Set(purls).size).toBe(purls.length);
  expect(purls.some((purl) => purl.startsWith('pkg:npm/%40nestjs/core@'))).toBe(true);
  expect(bill.components.every(({ licenses, hashes }) => licenses && hashes)).toBe(true);
});
