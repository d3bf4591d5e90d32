import {
  Inject,
  Module,
  type DynamicModule,
  type FactoryProvider,
  type ModuleMetadata,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { HealthController } from './health.controller.js';
import { Metrics } from './metrics.js';
import { LOGGER, OBSERVABILITY_OPTIONS, type ObservabilityOptions } from './observability.options.js';
import { ReadinessService } from './readiness.service.js';
import { StartupService } from './startup.service.js';
import { observeRequests } from './request-log.js';

export type ObservabilityAsyncOptions = Pick<ModuleMetadata, 'imports'> &
  Pick<FactoryProvider<ObservabilityOptions>, 'inject' | 'useFactory'>;

/**
 * Global: gives `GET /health/live`, `GET /health/ready`, `GET /health/started`, `GET /metrics`, a log line and a measurement for each
 * request, and for injection `Metrics` and the pino logger under `LOGGER`.
 */
@Module({})
export class ObservabilityModule implements OnModuleInit, OnApplicationShutdown {
  constructor(
    @Inject(OBSERVABILITY_OPTIONS) private readonly options: ObservabilityOptions,
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
  ) {}

  static forRoot(options: ObservabilityOptions): DynamicModule {
    return this.forRootAsync({ useFactory: () => options });
  }

  static forRootAsync({ imports = [], inject = [], useFactory }: ObservabilityAsyncOptions): DynamicModule {
    const from = <T>(pick: (options: ObservabilityOptions) => T) => ({
      useFactory: pick,
      inject: [OBSERVABILITY_OPTIONS],
    });
    return {
      module: ObservabilityModule,
      global: true,
      imports,
      controllers: [HealthController],
      providers: [
        { provide: OBSERVABILITY_OPTIONS, useFactory, inject },
        { provide: Metrics, ...from((options) => options.metrics) },
        { provide: LOGGER, ...from((options) => options.logger) },
        ReadinessService,
        StartupService,
      ],
      exports: [Metrics, LOGGER, ReadinessService],
    };
  }

  onModuleInit(): void {
    const adapter = this.host.httpAdapter;
    const { logger, metrics, tracing } = this.options;
    if (adapter instanceof FastifyAdapter) observeRequests(adapter, logger, metrics, tracing?.tracer);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.options.tracing?.close();
  }
}
