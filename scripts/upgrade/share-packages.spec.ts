import { expect, it } from 'vitest';
import { holdsPackages } from './share-packages.mjs';

const lock = (packages: Record<string, { version?: string; integrity?: string }>) => ({
  packages: { '': { version: '0.1.0' }, ...packages },
});
const pino = { version: '10.4.0', integrity: 'sha512-a' };

it('shares packages with whoever needs the same or fewer', () => {
  const ours = lock({ 'node_modules/pino': pino, 'node_modules/ws': { version: '8.22.0', integrity: 'sha512-b' } });
  expect(holdsPackages(ours, ours)).toBe(true);
  expect(holdsPackages(ours, lock({ 'node_modules/pino': pino }))).toBe(true);
});

it('shares none with whoever needs others', () => {
  const ours = lock({ 'node_modules/pino': pino });
  expect(holdsPackages(ours, lock({ 'node_modules/pino': { ...pino, version: '10.3.0' } }))).toBe(false);
  expect(holdsPackages(ours, lock({ 'node_modules/pino': { ...pino, integrity: 'sha512-x' } }))).toBe(false);
  expect(holdsPackages(ours, lock({ 'node_modules/ws': pino }))).toBe(false);
});
