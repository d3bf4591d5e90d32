import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { endWithUs } from './end-with-us.mjs';
import { ROLE_FLAGS } from '../../scripts/system/node-flags.mjs';
import { inData, inRepository } from '../../scripts/system/paths.mjs';

const READY_MS = 30_000;

/** The widget gateway that ships, by its entry point, with the configuration of production. */
export async function startGateway({ port, redisUrl, node = [], env = {} }) {
  const secret = () => randomBytes(16).toString('hex');
  const uploads = inData('bench', 'uploads');
  mkdirSync(uploads, { recursive: true });
  const child = spawn(
    process.execPath,
    [...ROLE_FLAGS, ...node, inRepository('dist', 'apps', 'widget-gateway', 'src', 'main.js')],
    {
      env: {
        PATH: process.env.PATH,
        NODE_ENV: 'production',
        SESSION_SECRET: secret(),
        ENCRYPTION_KEY: secret(),
        OPERATOR_TOKEN: secret(),
        HEALTH_TOKEN: secret(),
        BIND_ADDRESS: '127.0.0.1',
        UPLOADS_URL: pathToFileURL(uploads).href,
        REDIS_URL: redisUrl,
        GATEWAY_PORT: String(port),
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const released = endWithUs(child.pid);
  child.once('exit', released);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => (output = (output + chunk).slice(-8000)));
  const running = () => child.exitCode === null && child.signalCode === null;
  const end = async (signal = 'SIGTERM') => {
    if (!running()) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    const hurry = setTimeout(() => child.kill('SIGKILL'), 8000);
    await gone;
    clearTimeout(hurry);
  };
  const deadline = performance.now() + READY_MS;
  while (running() && performance.now() < deadline) {
    const answer = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => undefined);
    if (answer?.status === 200) return { pid: child.pid, port, end, output: () => output };
    await sleep(50);
  }
  await end('SIGKILL');
  throw new Error(`The gateway did not become ready:\n${output}`);
}
