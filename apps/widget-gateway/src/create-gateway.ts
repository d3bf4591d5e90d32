import fastifyStatic from '@fastify/static';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { GatewayConfig } from '#config';
import { createLogger, NestLogger, refuseAddress, tracingOf } from '#libs/observability';
import { openTracing } from '#libs/tracing';
import { GatewayModule } from './gateway.module.js';

/** A widget gateway, ready to listen. `assetsFolder`: where the built widget pages are. */
export async function createGateway(config: GatewayConfig, assetsFolder: string): Promise<NestFastifyApplication> {
  const logger = createLogger({ role: 'gateway', version: config.version, level: config.logLevel });
  const tracing = await openTracing(tracingOf('gateway', config, logger));
  const app = await NestFactory.create<NestFastifyApplication>(
    GatewayModule.forRoot(config, assetsFolder, tracing),
    new FastifyAdapter({ trustProxy: true, forceCloseConnections: true, frameworkErrors: refuseAddress }),
    { logger: new NestLogger(logger), abortOnError: false },
  );
  await app.register(fastifyStatic, {
    root: assetsFolder,
    prefix: '/assets/',
    index: false,
    immutable: true,
    maxAge: '365d',
    decorateReply: false,
    setHeaders: (reply) => {
      // A page in OBS and the dashboard's preview may both load them.
      reply.header('x-content-type-options', 'nosniff').header('cross-origin-resource-policy', 'cross-origin');
    },
  });
  // Whatever answers, an error of the framework too; pages replace the policy by their own.
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', async (_request, reply) => {
      reply.headers({
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
      });
    });
  app.enableShutdownHooks();
  return app;
}
