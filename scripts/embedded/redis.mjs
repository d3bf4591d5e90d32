import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readText, tailOfFile, writeWhole } from '../system/files.mjs';
import { preferredPort, untilPortFree } from '../system/ports.mjs';
import { commandLine, identify, isAlive, stopProcess } from '../system/processes.mjs';
import { pingRedis } from './redis-ping.mjs';

const READY_MS = 30_000;
const ATTEMPTS = 5;

/**
 * Starts Redis on a folder of its own and the loopback address, or adopts the one that an earlier start left running
 * there. It outlives this process; `stop` ends it.
 */
export async function startRedis({ dataDir, binary, port, settings = {}, signal }) {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const password = ensurePassword(dataDir);
  const adopted = await adopt(dataDir, password);
  const server = adopted ?? (await startWithRetry({ dataDir, binary, password, port, settings, signal }));
  return {
    url: `redis://:${password}@127.0.0.1:${server.port}`,
    port: server.port,
    pid: server.identity.pid,
    adopted: Boolean(adopted),
    isAlive: () => isAlive(server.identity),
    stop: ({ graceMs = 10_000, hurry } = {}) => stopProcess(server.identity, { graceMs, hurry }),
  };
}

function ensurePassword(dataDir) {
  const file = join(dataDir, 'password');
  const known = readText(file)?.trim();
  if (known) return known;
  const password = randomBytes(24).toString('base64url');
  writeWhole(file, `${password}\n`, 0o600);
  return password;
}

/** The one whose process id Redis itself wrote down, known by its command line because ids are used again. */
export function livingRedis(dataDir) {
  const identity = identify(Number(readText(join(dataDir, 'redis.pid'))));
  const port = Number(readText(join(dataDir, 'port')));
  const command = identity && commandLine(identity.pid);
  const ours = command && /(redis|valkey)-server/.test(command) && command.includes(`:${port}`);
  return ours ? { identity, port } : undefined;
}

async function adopt(dataDir, password) {
  const living = livingRedis(dataDir);
  if (!living || (await untilReady({ ...living, password }))) return living;
  await stopProcess(living.identity);
  return undefined;
}

async function startWithRetry(context) {
  const { dataDir, signal } = context;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    signal?.throwIfAborted();
    const server = await startOnce(context);
    if (server) return server;
    await sleep(200);
  }
  throw new Error(`Redis does not start. The end of its log:\n${tailOfFile(join(dataDir, 'redis.log'))}`);
}

async function startOnce({ dataDir, binary, password, port: wanted, settings }) {
  const port = await (wanted ? untilPortFree(wanted) : preferredPort(Number(readText(join(dataDir, 'port')))));
  writeWhole(join(dataDir, 'port'), `${port}\n`);
  const configuration = join(dataDir, 'redis.conf');
  writeWhole(configuration, configurationText({ dataDir, password, port, settings }), 0o600);

  const log = openSync(join(dataDir, 'redis.log'), 'a', 0o600);
  const env = binary.libraryPath ? { ...process.env, LD_LIBRARY_PATH: binary.libraryPath } : process.env;
  const child = spawn(binary.path, [configuration], { cwd: dataDir, env, detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  await new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject));
  child.unref();
  const identity = identify(child.pid);
  if (!identity) return undefined;
  if (await untilReady({ identity, port, password })) return { identity, port };
  await stopProcess(identity);
  return undefined;
}

export function configurationText({ dataDir, password, port, settings }) {
  const quoted = (text) => JSON.stringify(text);
  const lines = {
    bind: '127.0.0.1',
    port,
    'protected-mode': 'yes',
    requirepass: quoted(password),
    daemonize: 'no',
    dir: quoted(dataDir),
    pidfile: quoted(join(dataDir, 'redis.pid')),
    save: '""',
    appendonly: 'yes',
    appendfsync: 'everysec',
    'maxmemory-policy': 'noeviction',
    ...settings,
  };
  return Object.entries(lines)
    .map(([key, value]) => `${key} ${value}\n`)
    .join('');
}

async function untilReady({ identity, port, password }) {
  const deadline = Date.now() + READY_MS;
  while (Date.now() < deadline && isAlive(identity)) {
    const answer = await pingRedis({ port, password });
    if (answer === 'ready') return true;
    if (answer === 'stranger') return false;
    await sleep(20);
  }
  return false;
}
