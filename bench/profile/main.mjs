// node bench/profile/main.mjs [rate] [folder]: processor profiles of the worker's side and of the gateway under the relay's load.
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inData, inRepository } from '../../scripts/system/paths.mjs';
import { Running } from '../relay/round.mjs';
import { systemsOf } from '../relay/systems.mjs';
import { SIZE } from '../settings.mjs';
import { readProfile } from './read-profile.mjs';
import { writeFlameGraph } from './flame-graph.mjs';

const rate = Number(process.argv[2] ?? 5000);
const folder = process.argv[3] ?? inData('bench', 'profiles');
const WARMUP = 3;
const SECONDS = 5;
const TOP = 28;

mkdirSync(folder, { recursive: true });
const files = { broker: join(folder, 'worker.cpuprofile'), gateway: join(folder, 'gateway.cpuprofile') };
const hook = ['--import', inRepository('bench', 'profile', 'hook.mjs')];
const profile = { broker: { BENCH_PROFILE: files.broker }, gateway: { BENCH_PROFILE: files.gateway } };
const running = await Running.start(systemsOf('ours')[0], { ...SIZE, node: hook, profile }, {});
try {
  const pids = [...running.started.pids.broker, ...running.started.pids.gateway];
  const toggle = () => pids.forEach((pid) => process.kill(pid, 'SIGWINCH'));
  const measured = running.measure({ rate, warmup: WARMUP, seconds: SECONDS });
  await sleep(WARMUP * 1000);
  toggle();
  await sleep(SECONDS * 1000);
  toggle();
  const { latency, cpu, append, latenessMs } = await measured;
  await sleep(2000);
  console.log(JSON.stringify({ rate, latency, cpu, append, latenessMs }));
} finally {
  await running.stop();
}
for (const [name, file] of Object.entries(files)) {
  const { total, functions, stacks } = readProfile(JSON.parse(readFileSync(file, 'utf8')));
  console.log(`\n${name}: ${Math.round(total / 1000)} ms`);
  for (const [what, time] of functions.slice(0, TOP))
    console.log(`${((time / total) * 100).toFixed(1).padStart(6)} %  ${what}`);
  writeFlameGraph(file.replace('.cpuprofile', '.svg'), stacks, `${name}, ${rate} events/s`);
}
