import { setTimeout as sleep } from 'node:timers/promises';

const WATCH_MS = 500;
const PAUSE_MS = 1000;

/** An embedded PostgreSQL or Redis: started or adopted, watched, started again on the same port when it dies, stopped. */
export class KeptService {
  #stopping = new AbortController();
  #watching = Promise.resolve();

  /** `register` hears of every server that runs, for the next start to know it. */
  constructor({ name, start, register, report }) {
    Object.assign(this, { name, startServer: start, register, report });
  }

  async start(signal) {
    this.server = await this.startServer({ signal });
    this.port = this.server.port;
    this.register(this.server);
    this.#watching = this.#watch();
    return this.server;
  }

  async stop({ hurry, graceMs } = {}) {
    this.#stopping.abort();
    await this.#watching;
    await this.server?.stop({ hurry, graceMs });
  }

  async #watch() {
    while (await this.#pause(WATCH_MS)) {
      if (this.server.isAlive()) continue;
      this.report(`${this.name} ended. Starting it again.`);
      await this.#revive();
    }
  }

  async #revive() {
    do {
      try {
        this.server = await this.startServer({ port: this.port, signal: this.#stopping.signal });
        this.register(this.server);
        this.report(`${this.name} is back as process ${this.server.pid}.`);
        return;
      } catch (error) {
        if (this.#stopping.signal.aborted) return;
        this.report(`${this.name} does not start: ${error.message}`);
      }
    } while (await this.#pause(PAUSE_MS));
  }

  /** False when it is time to stop. */
  async #pause(milliseconds) {
    try {
      await sleep(milliseconds, undefined, { signal: this.#stopping.signal });
      return true;
    } catch {
      return false; // aborted
    }
  }
}
