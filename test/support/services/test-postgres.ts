import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { startPostgres } from '../../../scripts/embedded/postgres.mjs';
import { testEnvironment } from './test-environment.js';
import { TestServer } from './test-server.js';

/** A PostgreSQL of one test's own. */
export class TestPostgres extends TestServer {
  static async start(): Promise<TestPostgres> {
    const dataDir = mkdtempSync(join(testEnvironment.servicesDir(), 'postgres-'));
    const launch = (port?: number) => startPostgres({ dataDir, durable: false, ...(port !== undefined && { port }) });
    return new TestPostgres(dataDir, await launch(), launch);
  }
}
