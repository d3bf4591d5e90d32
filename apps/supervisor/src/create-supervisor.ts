import 'reflect-metadata';
import { fileURLToPath } from 'node:url';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { SupervisorConfig } from '#config';
import { StripeBilling, StripeMessages } from '#libs/billing';
import { SmtpMailer } from '#libs/mail';
import {
  createLogger,
  Metrics,
  NestLogger,
  onceThere,
  registerSignBudgetMetrics,
  tracingOf,
  type Logger,
} from '#libs/observability';
import type { BillingBook, Tracing } from '#libs/domain';
import { BILLING_BOOK, Database } from '#libs/persistence';
import { RedisRequestServer } from '#libs/redis';
import { openTracing } from '#libs/tracing';
import { openUploadStore } from '#libs/uploads';
import { installAccess } from './access/access-hook.js';
import { AccessService } from './access/access.service.js';
import { serveDashboardAssets } from './dashboard/serve-assets.js';
import { DemoGrant } from './billing/demo-grant.js';
import { refuseForgottenStripe } from './billing/forgotten-stripe.js';
import { DemoSeed } from './demo/demo-seed.js';
import { createFastifyAdapter } from './http/fastify-setup.js';
import { openRedisPorts } from './redis-ports.js';
import { SupervisorModule, type SupervisorParts } from './supervisor.module.js';

const DATABASE_WAIT_MS = 30_000;

function settingsOf(config: SupervisorConfig): SupervisorParts['settings'] {
  const { version, publicUrl, widgetsUrl, sourceUrl, operatorToken, healthToken, encryptionKey } = config;
  const { leaseTtlMs, placement, streams, drift, canary, heartbeats, status, retention, demo } = config;
  const { maxBytes, quota } = config.uploads;
  return {
    ...{ version, publicUrl, widgetsUrl, sourceUrl, operatorToken, healthToken, encryptionKey },
    ...{ leaseTtlMs, placement, streams, drift, canary, heartbeats, status, retention, demo },
    uploads: { maxBytes, quota },
    limits: { requestsPerMinute: config.limits.requestsPerMinute },
    mail: { outbox: config.mail.outbox },
    // Without billing whoever runs the server grants plans, and somebody has to be the first to do so.
    accounts: {
      billing: config.billing.stripe !== undefined,
      firstIsAdmin: config.production && config.billing.stripe === undefined,
    },
  };
}

type Given = Pick<SupervisorParts, 'database' | 'redis' | 'dashboardFolder'> & {
  tracing: Tracing | undefined;
  requests: RedisRequestServer;
};

function partsOf(config: SupervisorConfig, logger: Logger, { tracing, requests, ...given }: Given): SupervisorParts {
  const { version, sourceUrl } = config;
  const observability = {
    ...{ role: 'supervisor', version, sourceUrl },
    logger,
    tracing,
    metrics: new Metrics({ role: 'supervisor', version }),
    readiness: {
      postgres: () => given.database.ping(),
      redis: () => given.redis.ping(),
      subscriptions: onceThere(() => requests.listening, 'Requests of gateways cannot be heard yet'),
    },
  };
  registerSignBudgetMetrics(observability.metrics, given.redis.signBudget);
  const uploads = openUploadStore(config.uploads.url);
  const mailer = config.mail.smtp && new SmtpMailer(config.mail.smtp);
  const { stripe, policy, reconcileMs } = config.billing;
  const gate = stripe && { provider: new StripeBilling(stripe), messages: new StripeMessages(stripe) };
  const billing = { policy, reconcileMs };
  return { settings: settingsOf(config), ...given, uploads, mailer, gate, billing, observability };
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

/** Accounts without mail cannot be confirmed, and lost passwords are lost. */
function assertMail({ production, mail }: SupervisorConfig): void {
  if (!production || mail.smtp) return;
  throw new Error('SMTP_URL is missing. Set it to your mail server, like smtp://user:password@mail.example.com:587');
}

/**
 * A supervisor at work and ready to listen. Rejects when the database is out of reach for 30 s or lacks migrations;
 * Redis may come later. Two of them can live in one process. `dashboardFolder`: where the built dashboard is.
 */
export async function createSupervisor(
  config: SupervisorConfig,
  logger = loggerFor(config),
  dashboardFolder = fileURLToPath(new URL('../../dashboard', import.meta.url)),
): Promise<NestFastifyApplication> {
  assertMail(config);
  const database = await openDatabase(config, logger);
  const redis = openRedisPorts(config.redis, {
    leaseTtlMs: config.leaseTtlMs,
    moveTimeoutMs: config.placement.moveTimeoutMs,
    drift: config.drift,
    throttle: { secret: config.sessionSecret, factor: config.limits.factor },
    logger,
  });
  const tracing = await openTracing(tracingOf('supervisor', config, logger));
  const requests = new RedisRequestServer(config.redis, 'supervisor');
  const given = { database, redis, dashboardFolder, tracing, requests };
  const module = SupervisorModule.forParts(partsOf(config, logger, given));
  const options = { logger: new NestLogger(logger), bodyParser: false, abortOnError: false };
  const app = await NestFactory.create<NestFastifyApplication>(
    module,
    createFastifyAdapter(config.trustedProxies),
    options,
  );
  installAccess(app.getHttpAdapter().getInstance(), app.get(AccessService), logger);
  try {
    await refuseForgottenStripe(config, app.get<BillingBook>(BILLING_BOOK));
    await redis.assertNotRefused();
    app.connectMicroservice({ strategy: requests });
    await serveDashboardAssets(app);
    await app.init();
    await app.startAllMicroservices();
    await app.get(DemoSeed).plant();
    await app.get(DemoGrant).plant();
  } catch (error) {
    await app.close();
    throw error;
  }
  app.enableShutdownHooks();
  return app;
}
