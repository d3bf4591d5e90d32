import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { installStamp, lockIsInstalled } from './dependencies.mjs';
import { isNewEnough } from './node-runtime.mjs';
import { sourceStamp } from './source-stamp.mjs';

it.each([
  ['v24.21.0', true],
  ['v22.22.3', true],
  ['v22.23.0', true],
  ['v22.22.2', false],
  ['v20.20.2', false],
])('Node %s is new enough: %s', (version, expected) => {
  expect(isNewEnough(version)).toBe(expected);
});

describe('packages', () => {
  const lock = {
    packages: {
      '': {},
      'node_modules/a': { version: '1.0.0' },
      'node_modules/b': { version: '2.0.0', optional: true },
    },
  };

  it('are known to be installed by hand', () => {
    expect(lockIsInstalled(lock, { packages: { 'node_modules/a': { version: '1.0.0' } } })).toBe(true);
    expect(lockIsInstalled(lock, lock)).toBe(true);
  });

  it('are installed anew when one is missing or another version', () => {
    expect(lockIsInstalled(lock, undefined)).toBe(false);
    expect(lockIsInstalled(lock, { packages: {} })).toBe(false);
    expect(lockIsInstalled(lock, { packages: { 'node_modules/a': { version: '1.0.1' } } })).toBe(false);
  });

  it('have another stamp when the lock file changes', () => {
    expect(installStamp('one')).not.toBe(installStamp('two'));
    expect(installStamp('one')).toBe(installStamp('one'));
  });
});

describe('the stamp of the sources', () => {
  let base: string;
  const write = (path: string, text: string) => {
    mkdirSync(join(base, path, '..'), { recursive: true });
    writeFileSync(join(base, path), text);
  };
  const stamp = () => sourceStamp(base, ['apps', 'absent', 'package.json'], ['apps/widgets']);

  beforeEach(() => {
    base = mkdtempSync(join(tmpdir(), 'stamp-'));
    write('apps/worker/src/main.ts', 'one');
    write('package.json', '{}');
  });
  afterEach(() => rmSync(base, { recursive: true, force: true }));

  it.each([
    ['a changed file', 'apps/worker/src/main.ts', 'two'],
    ['a new file', 'apps/worker/src/other.lua', 'return 1'],
    ['a changed tool file', 'package.json', '{"a":1}'],
  ])('changes with %s', (_, path, text) => {
    const before = stamp();
    expect(stamp()).toBe(before);
    write(path, text);
    expect(stamp()).not.toBe(before);
  });

  it.each([
    ['a test', 'apps/worker/src/main.spec.ts'],
    ['a folder that is built by other means', 'apps/widgets/src/page.ts'],
    ['installed packages', 'apps/worker/node_modules/a/index.js'],
  ])('does not change with %s', (_, path) => {
    const before = stamp();
    write(path, 'new');
    expect(stamp()).toBe(before);
  });
});
