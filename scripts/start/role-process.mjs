import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { tailOfFile } from '../system/files.mjs';
import { ROLE_FLAGS } from '../system/node-flags.mjs';
import { inRepository, logsDir, root, shownPath } from '../system/paths.mjs';
import { identify, stopProcess } from '../system/processes.mjs';
import { UserError } from '../system/user-error.mjs';
import { waitReady } from './health.mjs';
import { LogFile } from './log-file.mjs';
import { createHighlighter } from './log-highlights.mjs';
import { countDeath, restartDelay } from './restart-policy.mjs';

const READY_WITHIN_MS = 60_000;
const GIVE_UP_AFTER_DEATHS = 3;

/** One process of the product: started, watched, started again when it dies, stopped. */
export class RoleProcess {
  #deathsInARow = 0;
  #everReady = false;
  #stopping = false;
  #identity;
  #restartTimer;

  constructor({ role, node, env, registry, report }) {
    Object.assign(this, { role, node, env, registry, report, name: role.name, stage: role.stage });
    this.log = new LogFile(join(logsDir, `${role.name}.log`));
    this.log.follow(createHighlighter({ show: (text) => report(`${this.name}: ${text}`) }));
  }

  start() {
    const main = inRepository('dist', 'apps', this.role.app, 'src', 'main.js');
    const child = spawn(this.node, [...ROLE_FLAGS, main], {
      cwd: root,
      env: { ...this.env, ...this.role.env },
      stdio: ['ignore', this.log.fd, this.log.fd],
      detached: true, // its own process group: a Ctrl-C in the terminal reaches the starter alone
    });
    this.startedAt = Date.now();
    this.child = child;
    this.#identity = child.pid && identify(child.pid);
    this.registry.record(this.name, this.#identity);
    child.once('error', (error) => this.#ended(child, error.message));
    child.once('exit', (code, signal) => this.#ended(child, signal ? `killed by ${signal}` : `exit code ${code}`));
  }

  /** The first time: waits until it can work, or says with the end of its log why it cannot. */
  async untilReady(signal) {
    const deadline = Date.now() + READY_WITHIN_MS;
    const giveUp = () =>
      signal.aborted || this.#stopping || Date.now() > deadline || this.#deathsInARow >= GIVE_UP_AFTER_DEATHS;
    if (await waitReady(this.role, giveUp)) this.#everReady = true;
    else if (!signal.aborted) throw new UserError(this.#notReadyMessage());
  }

  async stop({ hurry } = {}) {
    this.#stopping = true;
    clearTimeout(this.#restartTimer);
    await stopProcess(this.#identity, { hurry });
    this.registry.record(this.name, undefined);
    this.log.close();
  }

  #ended(child, how) {
    if (child !== this.child || this.#stopping) return;
    this.child = undefined;
    this.#deathsInARow = countDeath(this.#deathsInARow, Date.now() - this.startedAt);
    const delay = restartDelay({ everReady: this.#everReady, deathsInARow: this.#deathsInARow });
    if (!this.#everReady && this.#deathsInARow >= GIVE_UP_AFTER_DEATHS) return;
    const when = delay === 0 ? 'Starting it again.' : `Starting it again in ${delay / 1000} s.`;
    this.report(`${this.name} (process ${child.pid}) ended: ${how}. ${when}`);
    this.#restartTimer = setTimeout(() => this.#restart(Date.now() - delay), delay);
  }

  #restart(diedAt) {
    this.start();
    const { child } = this;
    const giveUp = () => this.#stopping || child !== this.child;
    void waitReady(this.role, giveUp).then((ready) => {
      if (ready && this.#everReady) {
        this.report(
          `${this.name} is back as process ${child.pid} after ${((Date.now() - diedAt) / 1000).toFixed(1)} s.`,
        );
      }
    });
  }

  #notReadyMessage() {
    const tail = tailOfFile(this.log.path, 25);
    const what = this.#deathsInARow > 0 ? 'ends again and again' : `was not ready within ${READY_WITHIN_MS / 1000} s`;
    return `${this.name} ${what}. The end of ${shownPath(this.log.path)}:\n\n${tail || '(it wrote nothing)'}`;
  }
}
