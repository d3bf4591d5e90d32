import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { WorkerConfig } from '#config';
import { createLogger, NestLogger, refuseAddress } from '#libs/observability';
import { RedisRequestServer } from '#libs/redis';
import { WorkerLifecycle } from './worker.lifecycle.js';
import { WorkerModule } from './worker.module.js';

/** A worker node, ready to listen. It takes assignments from then on, and commands at once. */
export async function createWorker(config: WorkerConfig): Promise<NestFastifyApplication> {
  const logger = createLogger({ role: 'worker', version: config.version, level: config.logLevel });
  const app = await NestFactory.create<NestFastifyApplication>(
    WorkerModule.forRoot(config),
    new FastifyAdapter({ forceCloseConnections: true, frameworkErrors: refuseAddress }),
    { logger: new NestLogger(logger), abortOnError: false },
  );
  const server = new RedisRequestServer(config.redis, 'worker');
  app.get(WorkerLifecycle).commands.register(server);
  app.connectMicroservice({ strategy: server });
  await app.startAllMicroservices();
  app.enableShutdownHooks();
  return app;
}
