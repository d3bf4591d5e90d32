import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { lastLines } from './files.mjs';

const KEPT_CHARACTERS = 200_000;

/**
 * Runs a command to its end and keeps what it wrote. Never throws for an exit code.
 * @returns {Promise<{ code: number, output: string, tail: string }>}
 */
export function run(command, args, { cwd, env, input, signal, options = {}, show = false } = {}) {
  return new Promise((resolve, reject) => {
    const stdio = [input === undefined ? 'ignore' : 'pipe', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'];
    const child = spawn(command, args, { cwd, env, stdio, signal, ...options });
    let output = '';
    const keep = (chunk) => (output = (output + chunk).slice(-KEPT_CHARACTERS));
    child.stdout?.setEncoding('utf8').on('data', keep);
    child.stderr?.setEncoding('utf8').on('data', keep);
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, output, tail: lastLines(output, 25) }));
    if (input !== undefined) {
      child.stdin.on('error', reject);
      child.stdin.end(input);
    }
  });
}

/** The full path of a program on PATH, or undefined. */
export function findOnPath(name) {
  const names = process.platform === 'win32' ? [`${name}.exe`, `${name}.cmd`] : [name];
  for (const folder of (process.env.PATH ?? '').split(delimiter).filter(Boolean)) {
    for (const candidate of names) {
      const path = join(folder, candidate);
      if (isExecutable(path)) return path;
    }
  }
  return undefined;
}

export function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
