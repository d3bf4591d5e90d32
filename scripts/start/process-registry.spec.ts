import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { identify } from '../system/processes.mjs';
import { ProcessRegistry } from './process-registry.mjs';

it('tells the next start which processes still live', () => {
  const folder = mkdtempSync(join(tmpdir(), 'registry-'));
  try {
    const file = join(folder, 'processes.json');
    const first = new ProcessRegistry(file);
    first.record('worker-1', identify(process.pid));
    first.record('worker-2', { pid: process.pid, startTime: 'another time' });
    first.record('gateway-1', identify(process.pid));
    first.record('gateway-1', undefined);

    const next = new ProcessRegistry(file);
    expect(next.leftovers().map(({ role }) => role)).toEqual(['worker-1']);
    next.clear();
    expect(next.leftovers()).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
