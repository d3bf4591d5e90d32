import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ROLE_FLAGS } from '../../scripts/system/node-flags.mjs';

export type Role = 'supervisor' | 'worker' | 'widget-gateway';

const READY_MS = 30_000;
/** The build of this checkout. */
export const OWN_BUILD = fileURLToPath(new URL('../../dist', import.meta.url));
const FAILURE = /^\{"level":"(error|fatal)"/;

/** A port of 127.0.0.1 that nobody has at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** One process of the product as it ships, built and started by its entry point. */
export class RoleProcess implements AsyncDisposable {
  private output = '';
  private unfinished = '';
  /** Lines that were logged as errors, from its start on. */
  readonly failures: string[] = [];

  private constructor(
    readonly role: Role,
    readonly port: number,
    readonly child: ChildProcess,
  ) {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => this.note(chunk.toString()));
    }
  }

  /**
   * Starts it, on a free port if none is given, and waits until it says that it is ready. Rejects with its output.
   * `build`: the folder with the build that it is started from.
   */
  static async start(
    role: Role,
    environment: Record<string, string>,
    givenPort?: number,
    build = OWN_BUILD,
  ): Promise<RoleProcess> {
    const main = join(build, 'apps', role, 'src', 'main.js');
    if (!existsSync(main)) throw new Error(`${main} is not built. Run: npm run build`);
    const port = givenPort ?? (await freePort());
    const portKey = { supervisor: 'SUPERVISOR_PORT', worker: 'WORKER_PORT', 'widget-gateway': 'GATEWAY_PORT' }[role];
    const child = spawn(process.execPath, [...ROLE_FLAGS, main], {
      env: {
        PATH: process.env['PATH'],
        NODE_ENV: 'test',
        LOG_LEVEL: 'info',
        BIND_ADDRESS: '127.0.0.1',
        // Never a folder that somebody works with: files that this database does not know are swept away.
        UPLOADS_URL: pathToFileURL(join(tmpdir(), `streamshape-test-uploads-${process.pid}`)).href,
        ...environment,
        [portKey]: String(port),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const started = new RoleProcess(role, port, child);
    await started.ready();
    return started;
  }

  /** Runs a program of the build to its end. Rejects with its output when it fails. */
  static async run(path: string, environment: Record<string, string>, build = OWN_BUILD): Promise<void> {
    const program = join(build, path);
    const child = spawn(process.execPath, [program], {
      env: { PATH: process.env['PATH'], NODE_ENV: 'test', ...environment },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += String(chunk)));
    const [code] = (await once(child, 'close')) as [number | null];
    if (code !== 0) throw new Error(`${path} ended with ${code}:\n${output}`);
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get pid(): number {
    return this.child.pid!;
  }

  get log(): string {
    return this.output;
  }

  get running(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Sends a signal and waits for the end. */
  async end(signal: NodeJS.Signals): Promise<void> {
    if (!this.running) return;
    const gone = once(this.child, 'exit');
    this.child.kill(signal);
    await gone;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const hurry = setTimeout(() => this.child.kill('SIGKILL'), 8000);
    await this.end('SIGTERM');
    clearTimeout(hurry);
  }

  private note(text: string): void {
    this.output = (this.output + text).slice(-20_000);
    const lines = (this.unfinished + text).split('\n');
    this.unfinished = lines.pop()!;
    this.failures.push(...lines.filter((line) => FAILURE.test(line)));
  }

  private async ready(): Promise<void> {
    const deadline = performance.now() + READY_MS;
    while (performance.now() < deadline && this.running) {
      const answer = await fetch(`${this.url}/health/ready`).catch(() => undefined);
      if (answer?.status === 200) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    this.child.kill('SIGKILL');
    throw new Error(`The ${this.role} did not become ready:\n${this.output}`);
  }
}
