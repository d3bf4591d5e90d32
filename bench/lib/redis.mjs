import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { endWithUs } from './end-with-us.mjs';
import { startRedis } from '../../scripts/embedded/redis.mjs';
import { ensureRedisBinary } from '../../scripts/embedded/redis-binary.mjs';
import { createProgress } from '../../scripts/system/progress.mjs';
import { inData } from '../../scripts/system/paths.mjs';

/** A Redis for one round, as `npm start` would run it: AOF every second, no eviction. Its data goes with it. */
export async function openRedis() {
  mkdirSync(inData('bench'), { recursive: true });
  const dataDir = mkdtempSync(inData('bench', 'redis-'));
  const binary = await ensureRedisBinary({ progress: createProgress(process.stderr) });
  const server = await startRedis({ dataDir, binary });
  const released = endWithUs(server.pid);
  return {
    url: server.url,
    pid: server.pid,
    async stop() {
      await server.stop({ graceMs: 3000 });
      released();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
