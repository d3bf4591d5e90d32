import 'reflect-metadata';
import { fileURLToPath } from 'node:url';
import { loadGatewayConfig } from '#config';
import { createGateway } from './create-gateway.js';
import { GatewayLifecycle } from './gateway.module.js';

try {
  const config = loadGatewayConfig();
  const app = await createGateway(config, fileURLToPath(new URL('../../widgets', import.meta.url)));
  await app.listen(config.port, config.bindAddress);
  await app.get(GatewayLifecycle).untilRedisAnswers();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
