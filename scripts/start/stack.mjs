import { existsSync } from 'node:fs';
import { ensureRedisBinary } from '../embedded/redis-binary.mjs';
import { startPostgres } from '../embedded/postgres.mjs';
import { startRedis } from '../embedded/redis.mjs';
import { readText, writeWhole } from '../system/files.mjs';
import { inData, inRepository, root } from '../system/paths.mjs';
import { freePort, preferredPort } from '../system/ports.mjs';
import { identify } from '../system/processes.mjs';
import { run } from '../system/run.mjs';
import { UserError } from '../system/user-error.mjs';
import { roles, sharedEnvironment } from './environment.mjs';
import { sourceOf } from './health.mjs';
import { localStripeKeys } from './secrets.mjs';
import { KeptService } from './kept-service.mjs';
import { RoleProcess } from './role-process.mjs';

/** Everything that npm start runs, and the order in which it ends. */
export class Stack {
  #services = [];
  #roles = [];
  #tools;

  /** @param {{ node, env, plan, ports, secrets, registry, progress, signal }} tools */
  constructor(tools) {
    this.#tools = tools;
  }

  async start() {
    const { plan, ports, env, secrets, signal } = this.#tools;
    const freePorts = await Promise.all([...[keptPort('simulator'), freePort(), freePort(), keptPort('stripe')]]);
    const [postgres, redis] = await this.#startServices();
    signal.throwIfAborted();
    const urls = { postgres: postgres?.url, redis: redis?.url, simulator: loopback(freePorts[0]) };
    urls.stripe = loopback(freePorts[3]);
    const shared = sharedEnvironment({ env, plan, ports, secrets, urls, stripeKeys: localStripeKeys(plan) });
    await this.#migrate(shared);
    signal.throwIfAborted();
    await this.#startRoles(shared, roles({ env, plan, ports, freePorts }));
    return shared;
  }

  /** Address of the source of exactly what runs, as its processes say it. */
  async source() {
    const supervisor = this.#roles.find(({ role }) => role.app === 'supervisor');
    return supervisor && (await sourceOf(supervisor.role));
  }

  /** Gateway, workers and simulator first, then the supervisor, then what they all depend on. */
  async stop({ hurry } = {}) {
    for (const stage of [1, 2]) {
      await Promise.all(this.#roles.filter((role) => role.stage === stage).map((role) => role.stop({ hurry })));
    }
    // In a hurry too, stored data is worth three seconds.
    await Promise.all(this.#services.map((service) => service.stop({ graceMs: hurry?.aborted ? 3000 : 10_000 })));
    this.#tools.registry.clear();
  }

  async #startServices() {
    const { plan, progress } = this.#tools;
    const binary = plan.embeddedRedis ? await ensureRedisBinary(this.#tools) : undefined;
    const starts = [
      plan.embeddedPostgres && [
        'PostgreSQL',
        'SIGINT',
        (more) => startPostgres({ dataDir: inData('postgres'), ...more }),
      ],
      plan.embeddedRedis && ['Redis', 'SIGTERM', (more) => startRedis({ dataDir: inData('redis'), binary, ...more })],
    ];
    const names = starts.filter(Boolean).map(([name]) => name);
    if (names.length === 0) return [];
    return progress.step(`Starting ${names.join(' and ')}`, () =>
      settleAll(starts.map((start) => start && this.#startService(...start))),
    );
  }

  async #startService(name, signal, start) {
    const register = ({ pid }) => this.#tools.registry.record(name, { ...identify(pid), signal });
    const service = new KeptService({ name, start, register, report: this.#tools.progress.warn });
    this.#services.push(service);
    return service.start(this.#tools.signal);
  }

  async #migrate(shared) {
    const { node, progress, signal } = this.#tools;
    const script = inRepository('dist', 'apps', 'supervisor', 'src', 'migrate.js');
    if (!existsSync(script)) throw new UserError('The build has no apps/supervisor/src/migrate.js. Run: npm run build');
    await progress.step('Preparing the database', async () => {
      const { code, tail } = await run(node, ['--enable-source-maps', script], { cwd: root, env: shared, signal });
      if (code !== 0) throw new UserError(`The database could not be prepared:\n\n${tail}`);
      return 'Database prepared';
    });
  }

  async #startRoles(shared, definitions) {
    const { node, registry, progress, signal } = this.#tools;
    this.#roles = definitions.map(
      (role) => new RoleProcess({ role, node, env: shared, registry, report: progress.warn }),
    );
    await progress.step('Starting the processes', async (detail) => {
      const waiting = new Set(this.#roles.map(({ name }) => name));
      for (const role of this.#roles) role.start();
      await Promise.all(
        this.#roles.map(async (role) => {
          await role.untilReady(signal);
          waiting.delete(role.name);
          detail(waiting.size < this.#roles.length && waiting.size > 0 ? `waiting for ${[...waiting].join(', ')}` : '');
        }),
      );
      return `All processes are up: ${this.#roles.map(({ name }) => name).join(', ')}`;
    });
  }
}

/** The same at every start: pictures of yesterday's events, and invoices of yesterday, are asked for there. */
async function keptPort(name) {
  const file = inData('run', `${name}.port`);
  const port = await preferredPort(Number(readText(file)));
  writeWhole(file, String(port));
  return port;
}

const loopback = (port) => `http://127.0.0.1:${port}`;

/** Waits for all of them, so that nothing is still starting when a failure is handled. */
async function settleAll(promises) {
  const results = await Promise.allSettled(promises);
  const failed = results.find(({ status }) => status === 'rejected');
  if (failed) throw failed.reason;
  return results.map(({ value }) => value);
}
