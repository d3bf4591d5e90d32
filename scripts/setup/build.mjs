import { existsSync, rmSync } from 'node:fs';
import { lastLines, readText, writeWhole } from '../system/files.mjs';
import { inRepository, root } from '../system/paths.mjs';
import { run } from '../system/run.mjs';
import { UserError } from '../system/user-error.mjs';
import { commitOf } from './source-commit.mjs';
import { filesBelow, sourceStamp } from './source-stamp.mjs';

const SERVER_FOLDERS = ['apps', 'libs', 'config'];
const DASHBOARD = 'apps/dashboard';
const BROWSER_APPS = ['apps/widgets', DASHBOARD];
/** Where the dashboard's client gets its types from. */
const API_SOURCES = ['apps/supervisor/src/openapi', 'scripts/generate-api-types.mjs'];
const TOOLCHAIN = ['package-lock.json', 'package.json', 'tsconfig.json', '.swcrc'];

/** Builds what has changed since the last build: the server code with swc, each browser app with Vite. */
export async function ensureBuilt({ node, progress, signal, force = false }) {
  for (const target of buildTargets()) {
    const stamp = target.stamp();
    if (!force && readText(target.stampFile) === stamp && existsSync(target.output)) continue;
    await progress.step(target.title, () => target.build({ node, signal }));
    writeWhole(target.stampFile, stamp);
  }
}

/** Whether everything has been built, from whatever state of the sources. */
export function isBuilt() {
  return buildTargets().every((target) => existsSync(target.output));
}

/** Whether this folder holds what a build needs; an image for production may carry the finished build alone. */
export function canBuild() {
  return (
    ['@swc/cli', 'vite'].every((tool) => existsSync(inRepository('node_modules', tool))) &&
    existsSync(inRepository('apps'))
  );
}

function buildTargets() {
  const server = {
    title: 'Building the server code',
    output: inRepository('dist', 'config'),
    stampFile: inRepository('dist', '.server.stamp'),
    stamp: () => sourceStamp(root, [...SERVER_FOLDERS, ...TOOLCHAIN], BROWSER_APPS),
    build: buildServer,
  };
  const browser = BROWSER_APPS.filter((app) => existsSync(inRepository(app, 'vite.config.ts'))).map((app) => ({
    title: `Building the browser code of ${app}`,
    output: inRepository('dist', app),
    stampFile: inRepository('dist', `.${app.replace('apps/', '')}.stamp`),
    stamp: () => sourceStamp(root, [app, 'libs', 'scripts/sounds', ...API_SOURCES, ...TOOLCHAIN]),
    build: (tools) => buildBrowser(app, tools),
  }));
  return [server, ...browser];
}

async function buildServer({ node, signal }) {
  const ignore = [...BROWSER_APPS.map((app) => `${app}/**`), '**/*.spec.ts', '**/*.d.ts'].join(',');
  const swc = inRepository('node_modules', '@swc', 'cli', 'bin', 'swc.js');
  const folders = SERVER_FOLDERS.filter((folder) => existsSync(inRepository(folder)));
  await mustSucceed(node, [swc, ...folders, '-d', 'dist', '--copy-files', '--ignore', ignore], signal);
  removeOrphans();
  writeWhole(inRepository('dist', 'config', 'build.json'), JSON.stringify({ commit: await commitOf(root) }));
  return 'Server code built';
}

async function buildBrowser(app, { node, signal }) {
  if (app === DASHBOARD) await mustSucceed(node, ['scripts/generate-api-types.mjs'], signal);
  const vite = inRepository('node_modules', 'vite', 'bin', 'vite.js');
  await mustSucceed(node, [vite, 'build', '--config', `${app}/vite.config.ts`], signal);
  return `Browser code of ${app} built`;
}

async function mustSucceed(node, args, signal) {
  const env = { ...process.env, NODE_ENV: 'production', FORCE_COLOR: '0', RUST_BACKTRACE: '0' };
  const { code, output } = await run(node, args, { cwd: root, env, signal });
  if (code !== 0) throw new UserError(`The build failed:\n\n${lastLines(output, 80)}`);
}

/** Removes from dist what no source stands behind any more; never the whole folder, a product may be running from it. */
function removeOrphans() {
  for (const folder of SERVER_FOLDERS) {
    for (const file of filesBelow(inRepository('dist'), folder, new Set(BROWSER_APPS))) {
      if (!sourcesOf(file).some((source) => existsSync(inRepository(source)))) rmSync(inRepository('dist', file));
    }
  }
}

function sourcesOf(file) {
  const compiled = /^(.*)\.([cm]?)js(\.map)?$/.exec(file);
  return compiled ? [`${compiled[1]}.${compiled[2]}ts`, `${compiled[1]}.tsx`, file.replace(/\.map$/, '')] : [file];
}
