import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readJson } from '../system/files.mjs';
import { inData, inRepository, root } from '../system/paths.mjs';
import { run } from '../system/run.mjs';
import { UserError } from '../system/user-error.mjs';
import { holdsPackages } from './share-packages.mjs';

const FOLDER = inData('upgrade');
const MIGRATIONS = ':(glob)libs/persistence/src/migrations/migration-*.ts';

async function git(...args) {
  const { code, output } = await run('git', ['-C', root, ...args], {});
  return code === 0 ? output.trim() : undefined;
}

/**
 * What an upgrade comes from: the newest release before this commit; before the first release the commit before
 * migrations were last changed, so that there is something to migrate.
 */
async function usualPrevious() {
  const tag = await git('describe', '--tags', '--abbrev=0', '--match', 'v*', 'HEAD^');
  if (tag) return tag;
  const changed = await git('log', '-1', '--format=%H', '--', MIGRATIONS);
  return changed && `${changed}^`;
}

/** The full hash of the commit that `given` names, or of the usual one. */
export async function previousCommit(given) {
  const wanted = given ?? (await usualPrevious());
  const commit = wanted && (await git('rev-parse', '--verify', '--quiet', `${wanted}^{commit}`));
  if (commit) return commit;
  throw new UserError(
    `The version to upgrade from (${wanted ?? 'none found'}) is not in this checkout. Fetch the history, for example ` +
      'with: git fetch --unshallow --tags, or name a commit: npm run test:upgrade -- COMMIT',
  );
}

async function mustSucceed(command, args, options) {
  const { code, output, tail } = await run(command, args, options);
  if (code !== 0) throw new UserError(`${command} ${args[0]} failed in the version before:\n\n${tail || output}`);
}

async function checkOut(commit, folder) {
  mkdirSync(folder, { recursive: true });
  const archive = join(FOLDER, `${commit}.tar`);
  await mustSucceed('git', ['-C', root, 'archive', '--output', archive, commit], {});
  await mustSucceed('tar', ['-xf', archive, '-C', folder], {});
  rmSync(archive);
}

/** The same packages where they are the same, its own where they are not. */
async function installPackages(folder, { node, signal }) {
  const [ours, theirs] = [root, folder].map((place) => readJson(join(place, 'package-lock.json')));
  if (holdsPackages(ours, theirs)) {
    symlinkSync(inRepository('node_modules'), join(folder, 'node_modules'), 'dir');
    return;
  }
  const env = { ...process.env, PATH: `${dirname(node)}:${process.env.PATH}` };
  await mustSucceed('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, env, signal });
}

/** The build of `commit`, made once; those of other commits are removed. Answers with its folder. */
export async function previousBuild(commit, { node, progress, signal }) {
  const folder = join(FOLDER, commit);
  const build = join(folder, 'dist');
  if (existsSync(build)) return build;
  rmSync(FOLDER, { recursive: true, force: true });
  const making = `${folder}.new`;
  await progress.step(`Checking out ${commit.slice(0, 12)}`, () => checkOut(commit, making));
  await progress.step('Its packages', () => installPackages(making, { node, signal }));
  // Else git would take our commit for its own.
  const env = { ...process.env, GIT_CEILING_DIRECTORIES: FOLDER };
  await progress.step('Building it', () =>
    mustSucceed(node, [join(making, 'scripts', 'build.mjs')], { cwd: making, env, signal }),
  );
  renameSync(making, folder);
  if (!existsSync(build)) throw new UserError(`${commit} built nothing in ${readdirSync(folder).join(', ')}`);
  return build;
}
