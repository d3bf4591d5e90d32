import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { inRepository } from '../../scripts/system/paths.mjs';
import { freePort } from '../../scripts/system/ports.mjs';

const READY_MS = 180_000;

/** `npm start` of this folder: the first may have to build, the second finds everything. Until both answer, ms. */
export async function starts(log) {
  const [supervisor, gateway] = [await freePort(), await freePort()];
  const times = [];
  for (const name of ['first', 'second', 'third']) {
    const begun = performance.now();
    const child = spawn(process.execPath, [inRepository('scripts', 'start.mjs')], {
      cwd: inRepository(),
      env: {
        ...process.env,
        SUPERVISOR_PORT: String(supervisor),
        GATEWAY_PORT: String(gateway),
        BIND_ADDRESS: '127.0.0.1',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => (output = (output + chunk).slice(-4000)));
    try {
      await Promise.all([supervisor, gateway].map((port) => ready(port, child, () => output)));
      times.push({ start: name, ms: Math.round(performance.now() - begun) });
      log(`${name} start: ${times.at(-1).ms} ms`);
    } finally {
      const gone = once(child, 'exit');
      if (child.exitCode === null) {
        child.kill('SIGINT');
        await gone;
      }
    }
  }
  return times;
}

async function ready(port, child, output) {
  const deadline = performance.now() + READY_MS;
  while (performance.now() < deadline && child.exitCode === null) {
    const answer = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => undefined);
    if (answer?.status === 200) return;
    await sleep(25);
  }
  throw new Error(`npm start does not become ready:\n${output()}`);
}
