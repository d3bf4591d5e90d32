import { readFile } from 'node:fs/promises';

export interface ProcessSample {
  /** Processor time since the start of the process, user and system, ms. */
  cpuMs: number;
  /** Resident memory, MiB. */
  residentMiB: number;
  /** Monotonic, ms. */
  at: number;
}

/** Linux counts processor time in ticks of this length for every program: USER_HZ is 100. */
const TICK_MS = 10;

/** What a process has used, by the kernel's own books. Rejects when it is gone. Linux alone. */
export async function sampleProcess(pid: number): Promise<ProcessSample> {
  const [stat, status] = await Promise.all([
    readFile(`/proc/${pid}/stat`, 'utf8'),
    readFile(`/proc/${pid}/status`, 'utf8'),
  ]);
  // The name of the program, in brackets, may hold blanks: fields are counted from behind it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const residentKiB = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0);
  const ticks = Number(fields[11]) + Number(fields[12]);
  return { cpuMs: ticks * TICK_MS, residentMiB: residentKiB / 1024, at: performance.now() };
}

/** Share of one core in percent between two samples. */
export function coreShare(before: ProcessSample, after: ProcessSample): number {
  return ((after.cpuMs - before.cpuMs) / (after.at - before.at)) * 100;
}

/** The value of a sample line of a Prometheus page, summed over its labels; 0 when there is none. */
export function metricSum(page: string, name: string): number {
  return page
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
}
