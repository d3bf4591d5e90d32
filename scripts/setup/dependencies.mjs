import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { readJson, readText } from '../system/files.mjs';
import { inRepository } from '../system/paths.mjs';
import { findOnPath, run } from '../system/run.mjs';
import { UserError } from '../system/user-error.mjs';

const STAMP = ['node_modules', '.streamshape-install'];

/** Installs the packages of package-lock.json if they are missing or have changed since. */
export async function ensureDependencies({ progress, signal, mayInstall = true }) {
  const wanted = installStamp(readFileSync(inRepository('package-lock.json')));
  if (readText(inRepository(...STAMP)) === wanted) return;
  if (
    !lockIsInstalled(
      readJson(inRepository('package-lock.json')),
      readJson(inRepository('node_modules', '.package-lock.json')),
    )
  ) {
    if (!mayInstall) throw new UserError('The packages are missing or out of date. Run: npm ci');
    await progress.step('Installing packages', () => install(signal));
  }
  writeFileSync(inRepository(...STAMP), wanted);
}

export function installStamp(lockFile) {
  return createHash('sha256').update(lockFile).update(`${process.platform}-${process.arch}`).digest('hex');
}

/** Whether npm's own record in node_modules has every package of the lock file, which is so after a manual `npm ci`. */
export function lockIsInstalled(lock, installed) {
  if (!lock?.packages || !installed?.packages) return false;
  return Object.entries(lock.packages).every(
    ([path, { version, optional }]) =>
      path === '' || installed.packages[path]?.version === version || (optional && !installed.packages[path]),
  );
}

async function install(signal) {
  const args = ['ci', '--include=dev', '--include=optional', '--no-progress', '--no-audit', '--no-fund'];
  const { command, first } = npmCommand();
  const { code, tail } = await run(command, [...first, ...args], { cwd: inRepository(), env: process.env, signal });
  if (code !== 0) throw new UserError(`npm could not install the packages:\n\n${tail}`);
  return 'Packages installed';
}

/** The npm that runs us if one does; its script runs without a shell on every system. */
function npmCommand() {
  const script = process.env.npm_execpath;
  if (script && /\.[cm]?js$/.test(script) && existsSync(script)) return { command: process.execPath, first: [script] };
  const npm = findOnPath('npm');
  if (!npm) throw new UserError('npm was not found. Install Node with npm from https://nodejs.org and try again.');
  return { command: npm, first: [] };
}
