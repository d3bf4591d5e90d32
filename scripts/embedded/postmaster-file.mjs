import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { readText } from '../system/files.mjs';
import { commandLine, identify } from '../system/processes.mjs';

/**
 * What PostgreSQL's own postmaster.pid says.
 * @returns {{ pid: number, port: number, status: string } | undefined}
 */
export function readPostmaster(cluster) {
  const lines = readText(join(cluster, 'postmaster.pid'))?.split('\n');
  const pid = Number(lines?.[0]);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  return { pid, port: Number(lines[3]), status: (lines[7] ?? '').trim() };
}

/** The living server of this data folder, if there is one. A zombie is none, and neither is a stranger with its id. */
export function livingPostmaster(cluster) {
  const entry = readPostmaster(cluster);
  const identity = entry && identify(entry.pid);
  return identity && isPostgresOf(cluster, entry.pid) ? { ...entry, identity } : undefined;
}

/**
 * PostgreSQL refuses to start while postmaster.pid names any process, even a stranger that got the id since, or a
 * zombie. A fresh zombie goes away by itself; where nobody reaps zombies (some containers) `zombiesToo` helps.
 */
export function removeStalePostmasterFile(cluster, { zombiesToo = false } = {}) {
  const entry = readPostmaster(cluster);
  if (!entry || livingPostmaster(cluster)) return;
  if (identify(entry.pid) || zombiesToo) rmSync(join(cluster, 'postmaster.pid'), { force: true });
}

function isPostgresOf(cluster, pid) {
  if (process.platform === 'win32') return true; // command lines are not to be had there; better safe
  const command = commandLine(pid) ?? '';
  return command.includes('postgres') && command.includes(cluster);
}
