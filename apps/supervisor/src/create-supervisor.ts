import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { SupervisorConfig } from '#config';
import { createLogger, Metrics, NestLogger, registerSignBudgetMetrics, type Logger } from '#libs/observability';
import { Database } from '#libs/persistence';
import { RedisRequestServer } from '#libs/redis';
import { openUploadStore } from '#libs/uploads';
import { DemoSeed } from './demo/demo-seed.js';
import { createFastifyAdapter } from './http/fastify-setup.js';
import { openRedisPorts, type RedisPorts } from './redis-ports.js';
import { SupervisorModule, type SupervisorParts } from './supervisor.module.js';

const DATABASE_WAIT_MS = 30_000;

function settingsOf(config: SupervisorConfig): SupervisorParts['settings'] {
  const { publicUrl, widgetsUrl, sourceUrl, operatorToken, healthToken, encryptionKey } = config;
  const { version, leaseTtlMs, placement, drift, canary, heartbeats, status, retention, demo } = config;
  const { maxBytes, quota } = config.uploads;
  const uploads = { maxBytes, quota };
  const secrets = { operatorToken, healthToken, encryptionKey };
  const watching = { drift, canary, heartbeats, status, retention };
  return { version, publicUrl, widgetsUrl, sourceUrl, ...secrets, leaseTtlMs, placement, uploads, ...watching, demo };
}

function partsOf(config: SupervisorConfig, logger: Logger, database: Database, redis: RedisPorts): SupervisorParts {
  const { version, sourceUrl } = config;
  const observability = {
    ...{ role: 'supervisor', version, sourceUrl },
    logger,
    metrics: new Metrics({ role: 'supervisor', version }),
    readiness: { postgres: () => database.ping(), redis: () => redis.ping() },
  };
  registerSignBudgetMetrics(observability.metrics, redis.signBudget);
  const uploads = openUploadStore(config.uploads.url);
  return { settings: settingsOf(config), database, redis, uploads, observability };
}

async function openDatabase(config: SupervisorConfig, logger: Logger): Promise<Database> {
  const onWarning = (message: string) => logger.warn(message);
  const database = new Database({ url: config.databaseUrl, name: 'streamshape supervisor', onWarning });
  try {
    await database.untilReachable(DATABASE_WAIT_MS);
    await database.assertMigrated();
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

function loggerFor(config: SupervisorConfig): Logger {
  return createLogger({ role: 'supervisor', level: config.logLevel, version: config.version });
}

/**
 * A supervisor at work and ready to listen. Rejects when the database is out of reach for 30 s or lacks migrations;
 * Redis may come later. Two of them can live in one process.
 */
export async function createSupervisor(
  config: SupervisorConfig,
  logger = loggerFor(config),
): Promise<NestFastifyApplication> {
  const database = await openDatabase(config, logger);
  const redis = openRedisPorts(config.redis, {
    leaseTtlMs: config.leaseTtlMs,
    moveTimeoutMs: config.placement.moveTimeoutMs,
    drift: config.drift,
    logger,
  });
  const module = SupervisorModule.forParts(partsOf(config, logger, database, redis));
  const options = { logger: new NestLogger(logger), bodyParser: false, abortOnError: false };
  const app = await NestFactory.create<NestFastifyApplication>(
    module,
    createFastifyAdapter(config.operatorToken),
    options,
  );
  try {
    app.connectMicroservice({ strategy: new RedisRequestServer(config.redis, 'supervisor') });
    await app.init();
    await app.startAllMicroservices();
    await app.get(DemoSeed).plant();
  } catch (error) {
    await app.close();
    throw error;
  }
  app.enableShutdownHooks();
  return app;
}
