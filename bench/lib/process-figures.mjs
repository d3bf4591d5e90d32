import { readFileSync } from 'node:fs';

/** USER_HZ is 100 on Linux for every program. */
const TICK_US = 10_000;

/** Processor time of a process since it began, user and system, all threads, in microseconds. */
export function cpuUs(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_US;
}

/** Resident memory in KiB. */
export function residentKiB(pid) {
  return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
}

/** `groups`: name to process ids. Gives name to microseconds since the start. */
export function cpuOf(groups) {
  const total = (pids) => pids.reduce((sum, pid) => sum + cpuUs(pid), 0);
  return Object.fromEntries(Object.entries(groups).map(([name, pids]) => [name, total(pids)]));
}

/** Share of the machine that was busy between two readings of this, 0 to 1: tells what else ran. */
export function machineBusy() {
  const fields = readFileSync('/proc/stat', 'utf8').split('\n', 1)[0].trim().split(/\s+/).slice(1).map(Number);
  const idle = fields[3] + fields[4];
  return { idle, total: fields.slice(0, 8).reduce((sum, value) => sum + value, 0) };
}
