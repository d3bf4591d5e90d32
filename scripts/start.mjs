// npm start: sets up what is missing, runs the whole product, and stops it in order.
import { checkConfiguration } from './start/check-configuration.mjs';
import { choosePlan } from './start/environment.mjs';
import { parseFlags, usage } from './start/flags.mjs';
import { launcherChain, watchLauncher } from './system/launcher.mjs';
import { ProcessRegistry, stopLeftovers } from './start/process-registry.mjs';
import { earlyCheck } from './start/early-check.mjs';
import { ensurePortsFree, publicPorts } from './start/public-ports.mjs';
import { localSecrets } from './start/secrets.mjs';
import { claimFolder } from './start/single-instance.mjs';
import { Stack } from './start/stack.mjs';
import { StopRequests } from './system/stop-requests.mjs';
import { summary } from './start/summary.mjs';
import { prepare } from './setup/prepare.mjs';
import { createProgress } from './system/progress.mjs';
import { reportFailure } from './system/user-error.mjs';

const progress = createProgress();
const requests = new StopRequests();

async function main() {
  const started = Date.now();
  const flags = parseFlags(process.argv.slice(2), process.env);
  if (flags.help) return console.log(usage);
  const ports = publicPorts(process.env);
  earlyCheck(process.env);
  const plan = choosePlan(process.env, flags);
  const addresses = {
    dashboard: process.env.PUBLIC_URL || `http://localhost:${ports.SUPERVISOR_PORT}`,
    widgets: process.env.WIDGETS_URL || `http://localhost:${ports.GATEWAY_PORT}`,
  };
  requests.listen();
  watchLauncher(launcherChain(), () => requests.request());

  const claim = await claimFolder({ progress, addresses, signal: requests.stopping });
  try {
    await runProduct({ plan, ports, claim, started });
  } finally {
    claim.release();
  }
}

async function runProduct({ plan, ports, claim, started }) {
  const signal = requests.stopping;
  const { path: node } = await prepare({ progress, signal });
  const secrets = localSecrets(process.env);
  const registry = new ProcessRegistry();
  const tools = { node, env: process.env, plan, ports, secrets, registry, progress, signal };

  await checkConfiguration(tools);
  await stopLeftovers(registry, progress, adoptable(plan));
  await ensurePortsFree(ports);

  const stack = new Stack(tools);
  const crashed = nextUncaught();
  try {
    const shared = await Promise.race([stack.start(), crashed]);
    signal.throwIfAborted();
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    const told = { source: await stack.source(), generated: Object.keys(secrets), seconds, bold: progress.bold };
    progress.text(summary({ plan, shared, ...told }));
    await Promise.race([aborted(signal), crashed]);
  } finally {
    requests.request(); // a failure stops like a Ctrl-C; a real Ctrl-C after it hurries
    claim.update({ ending: true });
    await progress.step('Stopping', () => stack.stop({ hurry: requests.hurrying }).then(() => 'Stopped'));
  }
}

const adoptable = ({ embeddedPostgres, embeddedRedis }) =>
  [embeddedPostgres && 'PostgreSQL', embeddedRedis && 'Redis'].filter(Boolean);

/** A fault of our own must not leave the product running without anybody to watch it. */
function nextUncaught() {
  const failure = new Promise((_, reject) => {
    process.on('uncaughtException', reject);
    process.on('unhandledRejection', reject);
  });
  failure.catch(() => {}); // it is awaited only once the product runs
  return failure;
}

const aborted = (signal) =>
  new Promise((resolve) => (signal.aborted ? resolve() : signal.addEventListener('abort', resolve, { once: true })));

try {
  await main();
} catch (error) {
  const askedToStop = requests.stopping.aborted && error?.name === 'AbortError';
  if (!askedToStop) reportFailure(error);
}
