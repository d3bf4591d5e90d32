import { run } from '../system/run.mjs';

/**
 * The commit that is checked out in `folder`, when the sources are exactly it. Undefined in a changed or unversioned
 * folder, or without git: a link to other sources than those that run would be worse than none.
 */
export async function commitOf(folder) {
  const git = async (...args) => {
    try {
      return await run('git', ['-C', folder, ...args], {});
    } catch {
      return { code: 1, output: '' }; // no git
    }
  };
  const head = await git('rev-parse', '--verify', 'HEAD');
  const commit = head.code === 0 ? /^[0-9a-f]{40,64}$/m.exec(head.output)?.[0] : undefined;
  if (commit === undefined) return undefined;
  const changed = await git('diff-index', '--quiet', 'HEAD', '--', 'apps', 'libs', 'config', 'package.json');
  return changed.code === 0 ? commit : undefined;
}
