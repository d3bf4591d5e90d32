import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { MEMORY_FLAG } from './node-flags.mjs';

const ROLE = /node (.*)scripts\/run-role\.mjs (supervisor|worker|gateway)\b/g;

it.each(['package.json', ...globSync('deploy/systemd/*.service')])('is what %s runs roles with', (file) => {
  const runs = [...readFileSync(file, 'utf8').matchAll(ROLE)];
  for (const [, flags] of runs) expect(flags?.trim()).toBe(MEMORY_FLAG);
  if (file === 'package.json') expect(runs).toHaveLength(3);
});
