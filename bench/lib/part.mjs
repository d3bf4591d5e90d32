import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { MEMORY_FLAG } from '../../scripts/system/node-flags.mjs';

const ANSWER_MS = 120_000;

/** A process of the benchmark that answers questions: started with `fork`, asked with `ask`. */
export class Part {
  #child;
  #waiting = new Map();
  #serial = 0;
  #output = '';

  constructor(child, name) {
    this.#child = child;
    this.name = name;
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => (this.#output = (this.#output + chunk).slice(-8000)));
    }
    child.on('message', ({ id, result, error }) => this.#answer(id, error, result));
    child.on('exit', (code) => {
      const why = `${name} ended with ${code}:\n${this.#output}`;
      for (const id of [...this.#waiting.keys()]) this.#answer(id, why);
    });
  }

  /** `file` is relative to `bench/`. */
  static start(file, { args = [], env = {}, node = [] } = {}) {
    const path = fileURLToPath(new URL(`../${file}`, import.meta.url));
    const child = fork(path, args, {
      env: { PATH: process.env.PATH, NODE_ENV: 'production', ...env },
      execArgv: [MEMORY_FLAG, ...node],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    return new Part(child, file);
  }

  get pid() {
    return this.#child.pid;
  }

  get output() {
    return this.#output;
  }

  /** Rejects with what the part says when it fails, ends or stays silent. */
  ask(what, options = {}) {
    const id = ++this.#serial;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#answer(id, `${this.name}: no answer to "${what}"`), ANSWER_MS);
      this.#waiting.set(id, { resolve, reject, timer });
      this.#child.send({ id, what, options }, (error) => error && this.#answer(id, String(error)));
    });
  }

  async end() {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    const hurry = setTimeout(() => this.#child.kill('SIGKILL'), 4000);
    await gone;
    clearTimeout(hurry);
  }

  #answer(id, error, result) {
    const waiting = this.#waiting.get(id);
    if (!waiting) return;
    this.#waiting.delete(id);
    clearTimeout(waiting.timer);
    if (error === undefined) waiting.resolve(result);
    else waiting.reject(new Error(error));
  }
}

/** What a part runs: answers questions with `handlers[what](options)`. */
export function servePart(handlers) {
  const answer = async ({ id, what, options }) => {
    try {
      process.send({ id, result: (await handlers[what](options)) ?? null });
    } catch (error) {
      process.send({ id, error: `${what}: ${error?.stack ?? error}` });
    }
  };
  process.on('message', (question) => void answer(question));
  process.on('disconnect', () => process.exit(0));
}
