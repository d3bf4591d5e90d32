// npm run start:supervisor | start:worker | start:gateway | migrate | rebuild: one process, for production. Downloads nothing.
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { canBuild, isBuilt } from './setup/build.mjs';
import { isNewEnough, resolveNode } from './setup/node-runtime.mjs';
import { prepare } from './setup/prepare.mjs';
import { MEMORY_FLAG } from './system/node-flags.mjs';
import { inRepository } from './system/paths.mjs';
import { createProgress } from './system/progress.mjs';
import { runUnder } from './system/run-under.mjs';
import { reportFailure, UserError } from './system/user-error.mjs';

const APPS = {
  supervisor: ['supervisor', 'main.js'],
  worker: ['worker', 'main.js'],
  gateway: ['widget-gateway', 'main.js'],
  migrate: ['supervisor', 'migrate.js'],
  rebuild: ['supervisor', 'rebuild.js'],
  viewer: ['supervisor', 'viewer-data.js'],
  backup: ['supervisor', 'backup.js'],
  restore: ['supervisor', 'restore.js'],
  'betterstack-apply': ['supervisor', 'betterstack-apply.js'],
};

async function main([role, ...args]) {
  const app = Object.hasOwn(APPS, role ?? '') ? APPS[role] : undefined;
  if (!app) throw new UserError(`Usage: node scripts/run-role.mjs ${Object.keys(APPS).join(' | ')}`);
  if (canBuild()) await prepare({ progress: createProgress(process.stderr), mayInstall: false });
  const entry = inRepository('dist', 'apps', app[0], 'src', app[1]);
  if (!isBuilt() || !existsSync(entry)) throw new UserError('The product is not built. Run: npm ci && npm run build');
  await (isNewEnough(process.version)
    ? importHere(entry, args)
    : runUnder(resolveNode().path, [MEMORY_FLAG, entry, ...args]));
}

async function importHere(entry, args) {
  process.setSourceMapsEnabled(true);
  process.argv = [process.argv[0], entry, ...args];
  await import(pathToFileURL(entry).href);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  reportFailure(error);
}
