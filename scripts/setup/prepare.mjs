import { withLock } from '../system/lock.mjs';
import { inData } from '../system/paths.mjs';
import { ensureBuilt } from './build.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { resolveNode } from './node-runtime.mjs';

/**
 * Packages, Node and build, whatever of it is missing. Two commands that start at once take turns.
 * @returns {Promise<{ path: string, version: string }>} the Node to run the product with
 */
export function prepare({ progress, signal, mayInstall = true, mayBuild = true }) {
  const onWait = ({ pid }) => progress.note(`Waiting for the set-up that process ${pid} is doing`);
  return withLock(
    inData('run', 'setup.lock'),
    async () => {
      await ensureDependencies({ progress, signal, mayInstall });
      const node = resolveNode();
      if (mayBuild) await ensureBuilt({ node: node.path, progress, signal });
      return node;
    },
    { onWait, signal },
  );
}
