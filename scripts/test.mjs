// npm test: sets up what is missing, then runs every check and test. The last line is "N passed, N failed".
// npm run test:chaos: the same set-up, then the long fault runs and a table of their figures.
import { join } from 'node:path';
import { ensureChromium } from './setup/chromium.mjs';
import { prepare } from './setup/prepare.mjs';
import { StopRequests } from './system/stop-requests.mjs';
import { launcherChain, watchLauncher } from './system/launcher.mjs';
import { readJson, readText } from './system/files.mjs';
import { inRepository, root } from './system/paths.mjs';
import { createProgress } from './system/progress.mjs';
import { run } from './system/run.mjs';
import { reportFailure } from './system/user-error.mjs';
import { hasFileFilter, planOf } from './test/arguments.mjs';
import { chaosTable } from './test/chaos-table.mjs';
import { countVitest, lastLine, sum } from './test/results.mjs';
import { startTestServices } from './test/services.mjs';
import { runStaticChecks } from './test/static-checks.mjs';

const progress = createProgress();
const requests = new StopRequests();

async function main(given) {
  const signal = requests.stopping;
  const { chaos, args } = planOf(given);
  const { path: node } = await prepare({ progress, signal });
  const chromium = await ensureChromium({ progress, signal });
  const checks = chaos || hasFileFilter(args) ? [] : await runStaticChecks({ node, progress, signal });
  const services = await startTestServices({ progress, signal });
  try {
    const env = { ...process.env, ...services.env, TEST_CHROMIUM: chromium };
    const run = { node, args, env, signal, report: join(services.folder, 'report.json') };
    return sum([...checks, await (chaos ? runChaos(run, services.folder) : runVitest(run))]);
  } finally {
    await services.stop();
  }
}

async function runVitest({ node, args, env, signal, report }) {
  const vitest = inRepository('node_modules', 'vitest', 'vitest.mjs');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const { code } = await run(node, [vitest, 'run', ...reporters, ...args], { cwd: root, env, signal, show: true });
  return countVitest(readJson(report), code);
}

async function runChaos(run, folder) {
  const figures = join(folder, 'chaos.jsonl');
  const seed = process.env.CHAOS_SEED || String(Math.floor(Math.random() * 2 ** 31));
  progress.text(`\nCHAOS_SEED=${seed} runs the same again.\n`);
  const env = { ...run.env, CHAOS_SEED: seed, CHAOS_REPORT: figures };
  const count = await runVitest({ ...run, env });
  progress.text(`\nCHAOS_SEED=${seed}\n${chaosTable(readText(figures) ?? '')}\n`);
  return count;
}

requests.listen();
watchLauncher(launcherChain(), () => requests.request());
let count = { passed: 0, failed: 1 };
try {
  count = await main(process.argv.slice(2));
} catch (error) {
  reportFailure(error);
}
if (count.failed > 0) process.exitCode = 1;
console.log(`\n${lastLine(count)}`);
