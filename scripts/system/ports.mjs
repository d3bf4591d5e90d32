import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Below the range that systems take for outgoing connections. A port from that range can be gone when a server that
 * died wants it back: taken by any connection, or by a client that tries to reach the server and meets itself.
 */
const LOWEST = 20_000;
const HIGHEST = 32_000;
const TRIES = 200;

/** A port that nobody listens on at this moment. */
export async function freePort() {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const port = randomInt(LOWEST, HIGHEST);
    if (await isPortFree(port)) return port;
  }
  throw new Error(`No free port was found between ${LOWEST} and ${HIGHEST}.`);
}

/** The remembered port if it is free, else another free one. */
export async function preferredPort(remembered) {
  return Number.isInteger(remembered) && remembered > 0 && (await isPortFree(remembered)) ? remembered : freePort();
}

/** Waits until a port is free that clients know and that therefore cannot be exchanged. */
export async function untilPortFree(port, milliseconds = 5000) {
  const deadline = Date.now() + milliseconds;
  while (!(await isPortFree(port))) {
    if (Date.now() > deadline) throw new Error(`Port ${port} is in use by another process.`);
    await sleep(50);
  }
  return port;
}

export async function isPortFree(port) {
  for (const host of ['127.0.0.1', '0.0.0.0', '::']) {
    if (!(await canListen(port, host))) return false;
  }
  return true;
}

function canListen(port, host) {
  return new Promise((resolve) => {
    const server = createServer();
    // A machine without IPv6 says that the address is not there, which is no reason to refuse the port.
    server.on('error', (error) => resolve(error.code !== 'EADDRINUSE' && error.code !== 'EACCES'));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
