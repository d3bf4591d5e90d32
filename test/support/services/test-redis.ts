import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { startRedis } from '../../../scripts/embedded/redis.mjs';
import { testEnvironment } from './test-environment.js';
import { TestServer } from './test-server.js';

/** A Redis of one test's own. */
export class TestRedis extends TestServer {
  static async start(settings: Record<string, string | number> = {}): Promise<TestRedis> {
    const dataDir = mkdtempSync(join(testEnvironment.servicesDir(), 'redis-'));
    const libraryPath = testEnvironment.redisLibraryPath();
    const binary = { path: testEnvironment.redisServerBin(), ...(libraryPath && { libraryPath }) };
    const launch = (port?: number) => startRedis({ dataDir, binary, settings, ...(port !== undefined && { port }) });
    return new TestRedis(dataDir, await launch(), launch);
  }
}
