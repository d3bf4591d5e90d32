// npm run check:audit [-- --if-reachable]: known holes in packages that users get, as the npm registry knows them.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { verdictOf } from './supply-chain/audit.mjs';
import { bundledNames } from './supply-chain/bundled.mjs';
import { shippedPackages } from './supply-chain/packages.mjs';
import { inRepository, root } from './system/paths.mjs';

const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
const { stdout, error } = spawnSync(npm, ['audit', '--json'], {
  ...{ cwd: root, encoding: 'utf8', timeout: 120_000, maxBuffer: 64 * 1024 * 1024 },
  shell: process.platform === 'win32',
});
const lock = JSON.parse(readFileSync(inRepository('package-lock.json'), 'utf8'));
const names = new Set(shippedPackages(lock, bundledNames(root)).map(({ name }) => name));
const { outcome, text } = verdictOf(error ? '' : stdout, names);
const mayBeAway = process.argv.includes('--if-reachable');
if (outcome === 'clean' || (outcome === 'unknown' && mayBeAway)) console.log(text);
else {
  console.error(text);
  process.exitCode = outcome === 'unknown' ? 2 : 1;
}
