import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { startPostgres, type EmbeddedPostgres } from '../../../scripts/embedded/postgres.mjs';
import { testEnvironment } from './test-environment.js';

/** A PostgreSQL of one test's own, which it may stop, kill and start again on the same port and data. */
export class TestPostgres implements AsyncDisposable {
  private constructor(
    private readonly dataDir: string,
    private server: EmbeddedPostgres,
  ) {}

  static async start(): Promise<TestPostgres> {
    const dataDir = mkdtempSync(join(testEnvironment.servicesDir(), 'postgres-'));
    return new TestPostgres(dataDir, await startPostgres({ dataDir, durable: false }));
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
    this.server = await startPostgres({ dataDir: this.dataDir, durable: false, port: this.server.port });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}
