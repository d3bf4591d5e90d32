import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { WorkerConfig } from '#config';
import { createLogger, NestLogger, refuseAddress, tracingOf } from '#libs/observability';
import { RedisRequestServer } from '#libs/redis';
import { openTracing } from '#libs/tracing';
import { WorkerLifecycle } from './worker.lifecycle.js';
import { WorkerModule } from './worker.module.js';

/** A worker node, ready to listen. It takes assignments from then on, and commands at once. */
export async function createWorker(config: WorkerConfig): Promise<NestFastifyApplication> {
  const logger = createLogger({ role: 'worker', version: config.version, level: config.logLevel });
  const nodeId = config.nodeId ?? `${hostname().slice(0, 40)}-${randomBytes(4).toString('hex')}`;
  const tracing = await openTracing(tracingOf('worker', { ...config, nodeId }, logger));
  const requests = new RedisRequestServer(config.redis, 'worker');
  const app = await NestFactory.create<NestFastifyApplication>(
    WorkerModule.forRoot({ ...config, nodeId }, requests, tracing),
    new FastifyAdapter({ forceCloseConnections: true, frameworkErrors: refuseAddress }),
    { logger: new NestLogger(logger), abortOnError: false },
  );
  app.get(WorkerLifecycle).commands.register(requests);
  app.connectMicroservice({ strategy: requests });
  await app.startAllMicroservices();
  app.enableShutdownHooks();
  return app;
}
