import { isPortFree } from '../system/ports.mjs';
import { UserError } from '../system/user-error.mjs';

const DEFAULTS = { SUPERVISOR_PORT: 3000, GATEWAY_PORT: 3001, WORKER_PORT: 3002 };

/** The three ports that people and monitors know, from the environment or by default; a worker may take any (0). */
export function publicPorts(env) {
  const ports = {};
  for (const [key, fallback] of Object.entries(DEFAULTS)) {
    const text = env[key]?.trim() || String(fallback);
    const port = Number(text);
    const least = key === 'WORKER_PORT' ? 0 : 1;
    if (!/^\d+$/.test(text) || port < least || port > 65_535) {
      throw new UserError(`${key} must be a port number between ${least} and 65535, but it is "${text}".`);
    }
    const twin = Object.keys(ports).find((other) => ports[other] === port);
    if (twin) throw new UserError(`${twin} and ${key} are both ${port}. Give each its own port.`);
    ports[key] = port;
  }
  return ports;
}

export async function ensurePortsFree(ports) {
  const taken = [];
  for (const [key, port] of Object.entries(ports)) {
    if (port !== 0 && !(await isPortFree(port))) taken.push([key, port]);
  }
  if (taken.length > 0) throw new UserError(takenMessage(taken));
}

export function takenMessage(taken) {
  const lines = taken.map(([key, port]) => `Port ${port} is in use. Set ${key} to a free port.`);
  const example = taken.map(([key, port]) => `${key}=${port + 100}`).join(' ');
  return `${lines.join('\n')}\nFor example: ${example} npm start`;
}
