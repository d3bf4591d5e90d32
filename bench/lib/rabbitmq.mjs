import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDebianLike } from '../../scripts/embedded/redis-debian.mjs';
import { endWithUs } from './end-with-us.mjs';
import { familyOf } from './descendants.mjs';
import { inData } from '../../scripts/system/paths.mjs';
import { freePort } from '../../scripts/system/ports.mjs';
import { identify, isAlive, stopProcess } from '../../scripts/system/processes.mjs';
import { run } from '../../scripts/system/run.mjs';

const HOME = inData('rabbitmq');
const READY_MS = 60_000;
const PARTS =
  'asn1 base crypto eldap ftp inets mnesia os-mon parsetools public-key runtime-tools snmp ssl syntax-tools tftp tools xmerl';
const PACKAGES = ['rabbitmq-server', 'libsctp1', ...PARTS.split(' ').map((part) => `erlang-${part}`)];

/** Debian's RabbitMQ and Erlang, unpacked below `.data`: nothing is installed and no root is needed. */
async function ensureRabbit() {
  if (existsSync(join(HOME, 'ready'))) return HOME;
  if (!isDebianLike()) throw new Error('RabbitMQ is taken from Debian packages, and this system has none.');
  const work = `${HOME}.new`;
  rmSync(work, { recursive: true, force: true });
  const packages = join(work, 'packages');
  for (const folder of [packages, join(work, 'lists', 'partial'), join(work, 'cache', 'archives', 'partial')]) {
    mkdirSync(folder, { recursive: true });
  }
  const settings = [`Dir::State::lists=${join(work, 'lists')}`, `Dir::Cache=${join(work, 'cache')}`];
  const options = [...settings, 'Debug::NoLocking=1', 'Acquire::Languages=none', 'APT::Sandbox::User='].flatMap(
    (one) => ['-o', one],
  );
  await must('apt-get', [...options, '-q', 'update'], packages);
  await must('apt-get', [...options, '-q', 'download', ...PACKAGES], packages);
  for (const file of readdirSync(packages))
    await must('dpkg-deb', ['-x', join(packages, file), join(work, 'root')], packages);
  rmSync(HOME, { recursive: true, force: true });
  renameSync(join(work, 'root'), HOME);
  rmSync(work, { recursive: true, force: true });
  for (const name of ['erl', 'start']) moveErlang(join(HOME, 'usr', 'lib', 'erlang', 'bin', name));
  writeFileSync(join(HOME, 'ready'), '');
  return HOME;
}

/** Erlang's launcher knows one place alone: tells it where it lies now. */
function moveErlang(file) {
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replaceAll('ROOTDIR=/usr/lib/erlang', `ROOTDIR=${join(HOME, 'usr', 'lib', 'erlang')}`));
  chmodSync(file, 0o755);
}

async function must(command, args, cwd) {
  const { code, tail } = await run(command, args, { cwd, env: { ...process.env, LC_ALL: 'C' } });
  if (code !== 0) throw new Error(`${command} failed:\n${tail}`);
}

/** RabbitMQ with its own node name, ports and data, on the loopback address. */
export async function startRabbit() {
  const home = await ensureRabbit();
  mkdirSync(inData('bench'), { recursive: true });
  const folder = mkdtempSync(inData('bench', 'rabbitmq-'));
  const [port, distribution, epmd] = [await freePort(), await freePort(), await freePort()];
  writeFileSync(join(folder, 'rabbitmq.conf'), `listeners.tcp.1 = 127.0.0.1:${port}\n`);
  writeFileSync(join(folder, 'plugins'), '[].\n');
  const erlang = join(home, 'usr', 'lib', 'erlang');
  const erts = readdirSync(erlang).find((name) => name.startsWith('erts-'));
  const env = environment({ folder, erlang, distribution, epmd });
  const names = spawn(join(erlang, erts, 'bin', 'epmd'), ['-port', String(epmd), '-address', '127.0.0.1'], {
    env,
    stdio: 'ignore',
  });
  const library = join(home, 'usr', 'lib', 'rabbitmq', 'lib');
  const server = join(library, readdirSync(library)[0], 'sbin', 'rabbitmq-server');
  const child = spawn(server, [], { env, cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => (output = (output + chunk).slice(-20_000)));
  const releases = [endWithUs(child.pid, names.pid)];
  const identities = [identify(child.pid), identify(names.pid)];
  const stop = async () => {
    for (const identity of [...familyOf(child.pid).map((pid) => identify(pid)), identities[1]])
      await stopProcess(identity);
    for (const release of releases) release();
    rmSync(folder, { recursive: true, force: true });
  };
  const deadline = performance.now() + READY_MS;
  while (!output.includes('Server startup complete')) {
    if (performance.now() > deadline || !isAlive(identities[0])) {
      await stop();
      throw new Error(`RabbitMQ does not start:\n${output.slice(-3000)}`);
    }
    await sleep(100);
  }
  const pids = familyOf(child.pid);
  releases.push(endWithUs(...pids));
  return {
    url: `amqp://guest:guest@127.0.0.1:${port}`,
    pids,
    version: `${readdirSync(library)[0].replace('rabbitmq_server-', '')} (${erts})`,
    stop,
  };
}

function environment({ folder, erlang, distribution, epmd }) {
  return {
    PATH: [join(erlang, 'bin'), '/usr/bin', '/bin'].join(':'),
    HOME: folder,
    RABBITMQ_NODENAME: `bench${process.pid}@localhost`,
    RABBITMQ_MNESIA_BASE: join(folder, 'mnesia'),
    RABBITMQ_LOG_BASE: join(folder, 'log'),
    RABBITMQ_LOGS: '-',
    RABBITMQ_PID_FILE: join(folder, 'pid'),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, 'plugins'),
    RABBITMQ_CONFIG_FILE: join(folder, 'rabbitmq'),
    RABBITMQ_CONF_ENV_FILE: '/dev/null',
    RABBITMQ_DIST_PORT: String(distribution),
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '-kernel inet_dist_use_interface {127,0,0,1}',
    ERL_EPMD_PORT: String(epmd),
    ERL_EPMD_ADDRESS: '127.0.0.1',
  };
}
