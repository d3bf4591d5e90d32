// npm run build: builds everything anew.
import { ensureBuilt } from './setup/build.mjs';
import { resolveNode } from './setup/node-runtime.mjs';
import { createProgress } from './system/progress.mjs';
import { reportFailure } from './system/user-error.mjs';

try {
  await ensureBuilt({ node: resolveNode().path, progress: createProgress(), force: true });
} catch (error) {
  reportFailure(error);
}
