// Measures, writes bench/results/*.json, and prints verdicts. `npm run bench:report` makes charts and docs of them.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { ensureRedisBinary } from '../scripts/embedded/redis-binary.mjs';
import { inRepository } from '../scripts/system/paths.mjs';
import { createProgress } from '../scripts/system/progress.mjs';
import { exitOnSignals } from './lib/end-with-us.mjs';
import { machine } from './lib/machine.mjs';
import { startRabbit } from './lib/rabbitmq.mjs';
import { printVerdicts } from './report/print.mjs';
import { PARTS_RUN } from './parts.mjs';
import { readSettings, USAGE } from './settings.mjs';
import { SYSTEMS } from './relay/systems.mjs';

const progress = createProgress(process.stderr);
const log = (text) => progress.note(text);

async function main(args) {
  const settings = readSettings(args);
  if (settings.help) return console.log(USAGE);
  const systems = SYSTEMS.filter(({ id }) => (settings.systems ?? SYSTEMS.map((one) => one.id)).includes(id));
  const rabbit =
    systems.some(({ needsRabbit }) => needsRabbit) && settings.parts.some((part) => PARTS_RUN[part].relay)
      ? await startRabbit()
      : undefined;
  try {
    const where = machine({ redis: await redisVersion(), rabbit: rabbit?.version });
    for (const part of settings.parts) {
      log(`${part} begins`);
      const startedAt = new Date().toISOString();
      const figures = await PARTS_RUN[part].run({ ...settings, systems, context: { rabbit }, log, earlier });
      save(settings, part, {
        part,
        startedAt,
        finishedAt: new Date().toISOString(),
        machine: where,
        settings: shown(settings, systems),
        figures,
      });
    }
  } finally {
    await rabbit?.stop();
  }
  const failed = printVerdicts(settings.parts.map((part) => earlier(part, settings)).filter(Boolean), settings);
  if (failed > 0) process.exitCode = 1;
}

const fileOf = (name) => inRepository('bench', 'results', `${name}.json`);
const nameOf = (part, { quick, name }) => [name, part, quick ? 'quick' : ''].filter(Boolean).join('-');

function save(settings, part, result) {
  mkdirSync(inRepository('bench', 'results'), { recursive: true });
  const file = fileOf(nameOf(part, settings));
  writeFileSync(file, `${JSON.stringify(result, undefined, 1)}\n`);
  log(`written: ${file}`);
}

/** The result of a part that ran before, in this call or an earlier one. */
function earlier(part, settings) {
  try {
    return JSON.parse(readFileSync(fileOf(nameOf(part, settings)), 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

const shown = ({ rounds, warmup, seconds, rates, size, quick, settleMs }, systems) => ({
  quick,
  rounds,
  warmup,
  seconds,
  rates,
  settleMs,
  ...size,
  systems: systems.map(({ id, title, settings }) => ({ id, title, settings })),
});

async function redisVersion() {
  const { path, libraryPath } = await ensureRedisBinary({ progress });
  const env = libraryPath ? { ...process.env, LD_LIBRARY_PATH: libraryPath } : process.env;
  return /v=(\S+)/.exec(execFileSync(path, ['--version'], { env, encoding: 'utf8' }))?.[1];
}

exitOnSignals();
try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(error.stack ?? String(error));
  process.exitCode = 1;
}
