import 'reflect-metadata';
import { loadWorkerConfig } from '#config';
import { createWorker } from './create-worker.js';

/** Whoever watches over this process starts it again; the message has to say what is missing. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name !== 'MaxRetriesPerRequestError') return error.message;
  return 'The worker cannot start: Redis does not answer. Look at REDIS_URL, or start Redis first.';
}

try {
  const config = loadWorkerConfig();
  const app = await createWorker(config);
  await app.listen(config.port, config.bindAddress);
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exit(1);
}
