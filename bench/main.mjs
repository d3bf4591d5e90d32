// npm run bench: brings packages, Node and the build, whatever of them is missing, then measures with that Node.
import { prepare } from '../scripts/setup/prepare.mjs';
import { inRepository } from '../scripts/system/paths.mjs';
import { createProgress } from '../scripts/system/progress.mjs';
import { runUnder } from '../scripts/system/run-under.mjs';
import { reportFailure } from '../scripts/system/user-error.mjs';

try {
  const node = await prepare({ progress: createProgress(process.stderr) });
  await runUnder(node.path, [inRepository('bench', 'measure.mjs'), ...process.argv.slice(2)]);
} catch (error) {
  reportFailure(error);
}
