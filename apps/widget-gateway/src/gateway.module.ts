import {
  Module,
  type BeforeApplicationShutdown,
  type DynamicModule,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { APP_FILTER, HttpAdapterHost } from '@nestjs/core';
import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import type { GatewayConfig } from '#config';
import type { Tracer, Tracing } from '#libs/domain';
import { createLogger, Metrics, ObservabilityModule, onceThere, type Logger } from '#libs/observability';
import {
  createRedis,
  logOutages,
  redisAnswers,
  untilRedisAnswers,
  RedisAlertMarks,
  RedisEventLog,
  RedisLivePush,
  RedisPagePresence,
  RedisPushMarks,
  RedisReadModelStore,
  RedisRequestClient,
  RedisWidgetControls,
  type RedisConnection,
} from '#libs/redis';
import { StreamerDirectory } from './directory/streamer-directory.js';
import { askSupervisor } from './directory/supervisor-client.js';
import { registerGatewayMetrics } from './gateway.metrics.js';
import { GalleryController } from './pages/gallery.controller.js';
import { PageRenderer } from './pages/page-renderer.js';
import { PageExceptionFilter } from './pages/page-exception.filter.js';
import { dashboardOrigins, PAGE_SETTINGS, type PageSettings } from './pages/page-settings.js';
import { PagesController } from './pages/pages.controller.js';
import { readWidgetManifest, type WidgetManifest } from './pages/widget-assets.js';
import { openUploadStore } from '#libs/uploads';
import { UPLOAD_STORE, UploadsController } from './uploads/uploads.controller.js';
import { PresenceReporter } from './presence/presence-reporter.js';
import { KeepingUp } from './sockets/keeping-up.js';
import { SocketServer } from './sockets/socket-server.js';
import { WidgetHub } from './sockets/widget-hub.js';

const SHUTDOWN_GRACE_MS = 3000;
const MANIFEST = Symbol('MANIFEST');

interface Connections {
  commands: RedisConnection;
  subscriber: RedisConnection;
  supervisor: RedisRequestClient;
  /** On the subscriber. */
  push: RedisLivePush;
}

/** Starts and ends what lives beside HTTP: the socket endpoint, the subscriptions and the connections. */
export class GatewayLifecycle implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    private readonly connections: Connections,
    readonly hub: WidgetHub,
    readonly sockets: SocketServer,
    private readonly reports: { presence: PresenceReporter; lag: RedisPushMarks },
    private readonly host: HttpAdapterHost,
    private readonly logger: Logger,
  ) {}

  /** Resolves when Redis answers, however late, or the process ends. Rejects when it refuses the password. */
  async untilRedisAnswers(): Promise<void> {
    await untilRedisAnswers(this.connections.commands);
  }

  async onApplicationBootstrap(): Promise<void> {
    await redisAnswers(this.connections.commands);
    // Takes effect when Redis is there, now or later; until then the process says that it is not ready.
    void this.connections.push.start((err) => this.logger.warn({ err }, 'Changes of settings cannot be heard yet'));
    this.hub.start();
    this.reports.presence.start();
    this.reports.lag.start();
    this.sockets.attach(this.host.httpAdapter.getHttpServer() as Server);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.sockets.close(SHUTDOWN_GRACE_MS);
    this.hub.stop();
    this.reports.lag.stop();
    await this.reports.presence.close();
    await this.connections.supervisor.close();
    this.connections.subscriber.disconnect();
    this.connections.commands.disconnect();
  }
}

/** Opens what the gateway talks to. Errors of connections are logged; each call reports its own failure. */
function connect(config: GatewayConfig, logger: Logger): Connections {
  const commands = createRedis(config.redis, 'gateway');
  const subscriber = createRedis(config.redis, 'gateway-push', 'subscriber');
  logOutages(commands, logger, 'commands');
  logOutages(subscriber, logger, 'push');
  const push = new RedisLivePush(subscriber, (err) => logger.error({ err }, 'Failed while reading a push'));
  return { commands, subscriber, supervisor: new RedisRequestClient(config.redis, 'gateway'), push };
}

function buildLifecycle(
  config: GatewayConfig,
  connections: Connections,
  directory: StreamerDirectory,
  host: HttpAdapterHost,
  { logger, metrics, build, tracer }: { logger: Logger; metrics: Metrics; build: string; tracer: Tracer | undefined },
): GatewayLifecycle {
  const onError = (what: string, error: unknown) => logger.error({ err: error }, `Failed while ${what}`);
  const gatewayId = randomUUID();
  const presence = new PresenceReporter({
    writer: new RedisPagePresence(connections.commands),
    gatewayId,
    now: Date.now,
    onError: (error) => onError('telling which pages are open', error),
  });
  const keepingUp = new KeepingUp((behind, lagMs) => tellBehind(logger, behind, lagMs));
  const hub = new WidgetHub({
    log: new RedisEventLog(connections.commands),
    marks: new RedisAlertMarks(connections.commands),
    controls: new RedisWidgetControls(connections.commands),
    push: connections.push,
    directory,
    presence,
    maxSocketsPerStreamer: config.maxSocketsPerStreamer,
    heartbeatMs: config.heartbeatMs,
    build,
    tracer,
    keepingUp,
    now: Date.now,
    onError,
  });
  const lag = new RedisPushMarks({
    ...{ publisher: connections.commands, push: connections.push, gatewayId },
    wanted: () => hub.streamers > 0,
    onMark: (lagMs) => keepingUp.note(lagMs),
  });
  const faults = metrics.counter({
    name: 'streamshape_gateway_page_faults_total',
    help: 'Faults that widget pages reported',
    labelNames: ['widget'],
  });
  const sockets = new SocketServer(hub, {
    helloTimeoutMs: config.helloTimeoutMs,
    maxWaiting: config.maxWaitingSockets,
    trustedProxies: config.trustedProxies,
    onError,
    onReport(page, fault) {
      faults.inc({ widget: page?.widget.type ?? 'unknown' });
      logger.warn({ fault, widget: page?.widget.type, streamerId: page?.streamerId }, 'A widget page reports a fault');
    },
  });
  registerGatewayMetrics(metrics, { sockets, hub, keepingUp });
  return new GatewayLifecycle(connections, hub, sockets, { presence, lag }, host, logger);
}

function tellBehind(logger: Logger, behind: boolean, lagMs: number): void {
  if (behind) logger.warn({ lagMs }, 'Events reach this gateway late: pages get alerts alone until it has caught up');
  else logger.info({ lagMs }, 'Caught up: pages get everything again');
}

@Module({})
export class GatewayModule {
  /** `assetsFolder`: where the built widget pages are. */
  static forRoot(config: GatewayConfig, assetsFolder: string, tracing?: Tracing): DynamicModule {
    const { version, logLevel, sourceUrl } = config;
    const logger = createLogger({ role: 'gateway', version, level: logLevel });
    const metrics = new Metrics({ role: 'gateway', version });
    const connections = connect(config, logger);
    const directory = new StreamerDirectory({
      store: new RedisReadModelStore(connections.commands),
      askSupervisor: askSupervisor(connections.supervisor),
      now: Date.now,
    });
    const settings: PageSettings = {
      dashboards: dashboardOrigins(config.publicUrl, config.production),
      localPictures: !config.production,
      demo: config.demo,
    };
    return {
      module: GatewayModule,
      imports: [
        ObservabilityModule.forRoot({
          role: 'gateway',
          version,
          sourceUrl,
          logger,
          metrics,
          tracing,
          readiness: {
            redis: async () => void (await connections.commands.ping()),
            subscriptions: onceThere(() => connections.push.listening, 'Changes of settings cannot be heard yet'),
          },
        }),
      ],
      controllers: [GalleryController, UploadsController, PagesController],
      providers: [
        { provide: StreamerDirectory, useValue: directory },
        { provide: MANIFEST, useFactory: () => readWidgetManifest(assetsFolder) },
        {
          provide: PageRenderer,
          inject: [MANIFEST],
          useFactory: (manifest: WidgetManifest) => new PageRenderer(manifest, sourceUrl),
        },
        { provide: UPLOAD_STORE, useValue: openUploadStore(config.uploadsUrl) },
        { provide: PAGE_SETTINGS, useValue: settings },
        { provide: APP_FILTER, useClass: PageExceptionFilter },
        {
          provide: GatewayLifecycle,
          inject: [HttpAdapterHost, MANIFEST],
          useFactory: (host: HttpAdapterHost, { build }: WidgetManifest) =>
            buildLifecycle(config, connections, directory, host, { logger, metrics, build, tracer: tracing?.tracer }),
        },
      ],
    };
  }
}
