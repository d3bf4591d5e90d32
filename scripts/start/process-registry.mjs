import { rmSync } from 'node:fs';
import { readJson, writeWhole } from '../system/files.mjs';
import { inData } from '../system/paths.mjs';
import { isAlive, stopProcess } from '../system/processes.mjs';

/** The file that tells the next start what this one left if it is killed. */
export class ProcessRegistry {
  #entries = new Map();

  constructor(file = inData('run', 'processes.json')) {
    this.file = file;
  }

  /** Processes that an earlier start left running. */
  leftovers() {
    const entries = readJson(this.file)?.processes ?? [];
    return entries.filter(isAlive);
  }

  /** @param {{ pid: number, startTime: string | null, signal?: string } | undefined} identity `signal` asks it to end */
  record(role, identity) {
    if (identity) this.#entries.set(role, identity);
    else this.#entries.delete(role);
    const processes = [...this.#entries].map(([name, entry]) => ({ role: name, ...entry }));
    writeWhole(this.file, JSON.stringify({ processes }, null, 2));
  }

  clear() {
    rmSync(this.file, { force: true });
  }
}

/** Stops what was left, but for the embedded services in `adopted`: their own launchers take them over. */
export async function stopLeftovers(registry, progress, adopted) {
  const leftovers = registry.leftovers().filter(({ role }) => !adopted.includes(role));
  if (leftovers.length === 0) return;
  const names = leftovers.map(({ role }) => role).join(', ');
  const isService = ({ signal }) => signal !== undefined;
  await progress.step(`Stopping what an earlier start left: ${names}`, async () => {
    for (const group of [leftovers.filter((entry) => !isService(entry)), leftovers.filter(isService)]) {
      await Promise.all(group.map((entry) => stopProcess(entry, { signal: entry.signal })));
    }
    return `Stopped what an earlier start left: ${names}`;
  });
}
