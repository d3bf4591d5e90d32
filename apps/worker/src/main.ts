import 'reflect-metadata';
import { loadWorkerConfig } from '#config';
import { createWorker } from './create-worker.js';
import { WorkerLifecycle } from './worker.lifecycle.js';

try {
  const config = loadWorkerConfig();
  const app = await createWorker(config);
  await app.listen(config.port, config.bindAddress);
  await app.get(WorkerLifecycle).untilBegun();
} catch (error) {
  process.stderr.write(`The worker cannot start: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
