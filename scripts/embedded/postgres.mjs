import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readText, tailOfFile, writeWhole } from '../system/files.mjs';
import { preferredPort, untilPortFree } from '../system/ports.mjs';
import { identify, isAlive, stopProcess, untilGone } from '../system/processes.mjs';
import { run } from '../system/run.mjs';
import { checkVersion, postgresBinaries } from './postgres-binaries.mjs';
import { ensureCluster } from './postgres-cluster.mjs';
import { livingPostmaster, readPostmaster, removeStalePostmasterFile } from './postmaster-file.mjs';
import { unprivileged } from './unprivileged.mjs';

const RETRY_MS = 5000;
const READY_MS = 60_000;

/**
 * Starts PostgreSQL on a data folder of its own and the loopback address, or adopts the one that an earlier start left
 * running there. It outlives this process; `stop` ends it.
 */
export async function startPostgres({
  dataDir,
  user = 'streamshape',
  database = 'streamshape',
  durable = true,
  port,
  signal,
}) {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const binaries = postgresBinaries();
  let launch;
  const asUser = () => (launch ??= unprivileged({ probe: binaries.postgres, ownedFolder: dataDir }));
  const { cluster, password } = await ensureCluster({ dataDir, user, database, binaries, asUser, durable, signal });
  checkVersion(cluster, binaries);

  const adopted = await adopt(cluster);
  const server = adopted ?? (await startWithRetry({ dataDir, cluster, binaries, asUser, durable, port, signal }));
  return {
    url: `postgresql://${user}:${password}@127.0.0.1:${server.port}/${database}`,
    port: server.port,
    pid: server.identity.pid,
    adopted: Boolean(adopted),
    binDir: binaries.binDir,
    isAlive: () => isAlive(server.identity),
    stop: ({ graceMs = 10_000, hurry } = {}) => stop(server.identity, { cluster, binaries, graceMs, hurry }),
  };
}

async function adopt(cluster) {
  const living = livingPostmaster(cluster);
  if (!living) return undefined;
  if (living.status === 'stopping') {
    await untilGone(living.identity, 10_000);
    return undefined;
  }
  return untilReady(cluster, living.identity);
}

/** After a kill the old server's children, or the server as a zombie, may hold the folder for a second or two. */
async function startWithRetry(context) {
  const { cluster, dataDir, signal } = context;
  const deadline = Date.now() + RETRY_MS;
  removeStalePostmasterFile(cluster);
  for (let last = false; ;) {
    signal?.throwIfAborted();
    const server = await startOnce(context);
    if (server) return server;
    if (last) throw new Error(`PostgreSQL does not start. The end of its log:\n${tailOfFile(logFile(dataDir))}`);
    await sleep(250);
    last = Date.now() > deadline;
    if (last) removeStalePostmasterFile(cluster, { zombiesToo: true });
  }
}

async function startOnce({ dataDir, cluster, binaries, asUser, durable, port }) {
  const portFile = join(dataDir, 'port');
  const chosen = await (port ? untilPortFree(port) : preferredPort(Number(readText(portFile))));
  const log = openSync(logFile(dataDir), 'a', 0o600);
  const { file, args, options } = asUser()(binaries.postgres, serverArguments({ cluster, port: chosen, durable }));
  const env = { ...process.env, LC_ALL: 'C' };
  const child = spawn(file, args, { cwd: dataDir, env, detached: true, stdio: ['ignore', log, log], ...options });
  closeSync(log);
  await new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject));
  child.unref();
  const identity = identify(child.pid);
  const server = identity && (await untilReady(cluster, identity));
  if (server) writeWhole(portFile, `${chosen}\n`);
  return server;
}

function serverArguments({ cluster, port, durable }) {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 200,
    log_line_prefix: '%m [%p] ',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  return [
    '-D',
    cluster,
    '-p',
    String(port),
    ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]),
  ];
}

/** PostgreSQL writes "ready" into postmaster.pid, which is what its own pg_ctl waits for. Undefined if it ended. */
async function untilReady(cluster, identity) {
  const deadline = Date.now() + READY_MS;
  while (Date.now() < deadline) {
    const entry = readPostmaster(cluster);
    if (entry?.pid === identity.pid && entry.status === 'ready') return { port: entry.port, identity };
    if (!isAlive(identity)) return undefined;
    await sleep(20);
  }
  await stopProcess(identity, { signal: 'SIGQUIT', graceMs: 3000 });
  return undefined;
}

/** Fast shutdown: open transactions are rolled back, what was committed is on disk. */
async function stop(identity, { cluster, binaries, graceMs, hurry }) {
  if (process.platform === 'win32' && existsSync(binaries.control)) {
    await run(binaries.control, ['stop', '-D', cluster, '-m', 'fast', '-t', String(Math.ceil(graceMs / 1000))]);
  }
  await stopProcess(identity, { signal: 'SIGINT', graceMs, hurry });
}

const logFile = (dataDir) => join(dataDir, 'postgres.log');
