import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { startRedis, type EmbeddedRedis } from '../../../scripts/embedded/redis.mjs';
import { testEnvironment } from './test-environment.js';

/** A Redis of one test's own, which it may stop, kill and start again on the same port and data. */
export class TestRedis implements AsyncDisposable {
  private constructor(
    private readonly dataDir: string,
    private readonly settings: Record<string, string | number>,
    private server: EmbeddedRedis,
  ) {}

  static async start(settings: Record<string, string | number> = {}): Promise<TestRedis> {
    const dataDir = mkdtempSync(join(testEnvironment.servicesDir(), 'redis-'));
    return new TestRedis(dataDir, settings, await launch(dataDir, settings));
  }

  get url(): string {
    return this.server.url;
  }

  get port(): number {
    return this.server.port;
  }

  get pid(): number {
    return this.server.pid;
  }

  async stop(): Promise<void> {
    await this.server.stop();
  }

  /** SIGKILL, as when the machine takes it away. */
  async kill(): Promise<void> {
    process.kill(this.server.pid, 'SIGKILL');
    await this.server.stop();
  }

  /** Starts it again with what it had written. */
  async restart(): Promise<void> {
    await this.server.stop();
    this.server = await launch(this.dataDir, this.settings, this.server.port);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}

function launch(dataDir: string, settings: Record<string, string | number>, port?: number): Promise<EmbeddedRedis> {
  const libraryPath = testEnvironment.redisLibraryPath();
  const binary = { path: testEnvironment.redisServerBin(), ...(libraryPath && { libraryPath }) };
  return startRedis({ dataDir, binary, settings, ...(port !== undefined && { port }) });
}
