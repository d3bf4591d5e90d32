// npm run test:upgrade -- [COMMIT]: starts an earlier version under load, migrates and replaces it by this one.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { prepare } from './setup/prepare.mjs';
import { inRepository, root } from './system/paths.mjs';
import { createProgress } from './system/progress.mjs';
import { reportFailure } from './system/user-error.mjs';
import { previousBuild, previousCommit } from './upgrade/previous-build.mjs';

const SOAK = 'test/chaos/upgrade.soak.ts';

async function main([given, ...rest]) {
  const progress = createProgress();
  const commit = await previousCommit(given);
  const { path: node } = await prepare({ progress });
  const build = await previousBuild(commit, { node, progress });
  progress.text(`\nUpgrading from ${commit}\n`);
  const env = { ...process.env, UPGRADE_FROM: build };
  const test = spawn(node, [inRepository('scripts', 'test.mjs'), '--chaos', SOAK, ...rest], {
    cwd: root,
    env,
    stdio: 'inherit',
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => test.kill(signal));
  const [code] = await once(test, 'exit');
  process.exitCode = code ?? 1;
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  reportFailure(error);
}
