import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * A process is known by its id and its start time, because ids are used again.
 * A zombie counts as dead: it holds no port and no file.
 * @typedef {{ pid: number, startTime: string | null }} ProcessIdentity
 */

/** @returns {ProcessIdentity | undefined} */
export function identify(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  if (process.platform === 'linux') {
    const stat = readStat(pid);
    return stat && { pid, startTime: stat.startTime };
  }
  if (!answersSignals(pid)) return undefined;
  return { pid, startTime: process.platform === 'win32' ? null : psField(pid, 'lstart') };
}

/** @param {ProcessIdentity | undefined} identity */
export function isAlive(identity) {
  const now = identity && identify(identity.pid);
  return Boolean(now) && now.startTime === identity.startTime;
}

/** The command line, or undefined if there is no such process. */
export function commandLine(pid) {
  if (process.platform !== 'linux') return psField(pid, 'command') ?? undefined;
  if (!readStat(pid)) return undefined;
  return readProc(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' ').trim();
}

export function parentOf(pid) {
  return process.platform === 'linux' ? readStat(pid)?.parent : Number(psField(pid, 'ppid')) || undefined;
}

/** Waits until the process is gone; false if it is still there after the time. */
export async function untilGone(identity, milliseconds, signal) {
  const deadline = Date.now() + milliseconds;
  while (isAlive(identity)) {
    if (Date.now() >= deadline || signal?.aborted) return false;
    await sleep(25);
  }
  return true;
}

/** Asks the process to end, waits, and kills it with its group when the time is over. */
export async function stopProcess(identity, { signal = 'SIGTERM', graceMs = 10_000, hurry } = {}) {
  if (!isAlive(identity)) return;
  sendSignal(identity.pid, signal);
  if (await untilGone(identity, graceMs, hurry)) return;
  sendSignal(identity.pid, 'SIGKILL');
  sendSignal(-identity.pid, 'SIGKILL');
  await untilGone(identity, 5000);
}

/** Sends a signal to a process that may have ended in the meantime. */
export function sendSignal(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch (error) {
    // EINVAL: Windows knows no process groups.
    if (error.code !== 'ESRCH' && error.code !== 'EINVAL') throw error;
  }
}

function readStat(pid) {
  const text = readProc(`/proc/${pid}/stat`);
  if (!text) return undefined;
  const [state, parent, ...rest] = text.slice(text.lastIndexOf(')') + 2).split(' ');
  if (state === 'X' || (state === 'Z' && !hasLivingThreads(pid))) return undefined;
  return { parent: Number(parent), startTime: rest[17] };
}

/** Until its last thread has ended, a process keeps its ports, even when its first thread is a zombie already. */
function hasLivingThreads(pid) {
  try {
    return readdirSync(`/proc/${pid}/task`).length > 1;
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return false;
    throw error;
  }
}

function readProc(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return undefined;
    throw error;
  }
}

function answersSignals(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function psField(pid, field) {
  if (process.platform === 'win32') return null;
  try {
    return execFileSync('ps', ['-ww', '-o', `${field}=`, '-p', String(pid)], { encoding: 'utf8' }).trim() || null;
  } catch {
    return null; // ps ends with 1 when there is no such process
  }
}
