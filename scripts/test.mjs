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
import { countVitest, failures, lastLine, secondTries, sum } from './test/results.mjs';
import { startTestServices } from './test/services.mjs';
import { runStaticChecks } from './test/static-checks.mjs';

const progress = createProgress();
const requests = new StopRequests();

async function main(given) {
  const signal = requests.stopping;
  const { chaos, lanes } = planOf(given);
  const { path: node } = await prepare({ progress, signal });
  const chromium = await ensureChromium({ progress, signal });
  const checks = chaos || hasFileFilter(given) ? [] : await runStaticChecks({ node, progress, signal });
  const services = await startTestServices({ progress, signal });
  try {
    const env = { ...process.env, ...services.env, TEST_CHROMIUM: chromium };
    const { folder } = services;
    const suites = lanes.map((args, lane) => ({
      node,
      args,
      env,
      signal,
      report: join(folder, `report-${lane}.json`),
    }));
    return sum([...checks, ...(await (chaos ? runChaos(suites, folder) : runVitest(suites)))]);
  } finally {
    await services.stop();
  }
}

/** The first lane shows what it does; what another one wrote comes after it. */
async function runVitest(suites) {
  const vitest = inRepository('node_modules', 'vitest', 'vitest.mjs');
  const runs = suites.map(async ({ node, args, env, signal, report }, lane) => {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const options = { cwd: root, env, signal, show: lane === 0 };
    const { code, output } = await run(node, [vitest, 'run', ...reporters, ...args], options);
    const told = readJson(report);
    return { output, count: countVitest(told, code), again: secondTries(told), failed: failures(told, code) };
  });
  const results = await Promise.all(runs);
  for (const { output } of results) if (output) progress.text(`\n${output.trimEnd()}\n`);
  const again = results.flatMap((result) => result.again);
  if (again.length > 0) progress.text(`\nPassed at the second try alone:\n${again.join('\n')}\n`);
  const failed = results.flatMap((result) => result.failed);
  if (failed.length > 0) progress.text(`\nFailed:\n${failed.join('\n')}\n`);
  return results.map(({ count }) => count);
}

async function runChaos(suites, folder) {
  const figures = process.env.CHAOS_FIGURES || join(folder, 'chaos.jsonl');
  const seed = process.env.CHAOS_SEED || String(Math.floor(Math.random() * 2 ** 31));
  progress.text(`\nCHAOS_SEED=${seed} runs the same again.\n`);
  const env = { CHAOS_SEED: seed, CHAOS_REPORT: figures };
  const counts = await runVitest(suites.map((suite) => ({ ...suite, env: { ...suite.env, ...env } })));
  progress.text(`\nCHAOS_SEED=${seed}\n${chaosTable(readText(figures) ?? '')}\n`);
  return counts;
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
