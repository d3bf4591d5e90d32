import { get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** Whether a process says at /health/ready that it can do its work. */
export function isReady({ host, port }) {
  return new Promise((resolve) => {
    const request = get({ host, port, path: '/health/ready', timeout: 2000, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(false));
  });
}

/** Asks until it is ready; false when `giveUp` says that waiting has no more use. */
export async function waitReady(address, giveUp) {
  while (!giveUp()) {
    if (await isReady(address)) return !giveUp();
    await sleep(100);
  }
  return false;
}

/** What a process says of its own source, the commit among it; undefined when it does not say. */
export async function sourceOf({ host, port }) {
  try {
    const answer = await fetch(`http://${host.includes(':') ? `[${host}]` : host}:${port}/health/live`, {
      signal: AbortSignal.timeout(2000),
    });
    return (await answer.json()).source;
  } catch {
    return undefined; // it runs all the same
  }
}
