import { Module, type DynamicModule } from '@nestjs/common';
import type { WorkerConfig } from '#config';
import type { Tracing } from '#libs/domain';
import { createLogger, Metrics, ObservabilityModule } from '#libs/observability';
import { createWorkerParts } from './create-worker-parts.js';
import { connectWorker } from './worker.connections.js';
import { Begun, WorkerLifecycle } from './worker.lifecycle.js';

@Module({})
export class WorkerModule {
  static forRoot(config: WorkerConfig & { nodeId: string }, tracing?: Tracing): DynamicModule {
    const { version, logLevel, nodeId } = config;
    const logger = createLogger({ role: 'worker', nodeId, version, level: logLevel });
    const metrics = new Metrics({ role: 'worker', node: nodeId, version });
    const begun = new Begun();
    const connections = connectWorker(config.redis, logger);
    return {
      module: WorkerModule,
      imports: [
        ObservabilityModule.forRoot({
          role: 'worker',
          version,
          sourceUrl: config.sourceUrl,
          logger,
          metrics,
          tracing,
          readiness: {
            redis: async () => void (await connections.commands.ping()),
            // Redis is back before the first assignment can be taken.
            intake: () => begun.assert(),
          },
        }),
      ],
      providers: [
        {
          provide: WorkerLifecycle,
          useFactory: () =>
            new WorkerLifecycle(
              createWorkerParts(config, nodeId, connections, { logger, metrics, tracer: tracing?.tracer }),
              connections,
              { logger, begun },
            ),
        },
      ],
    };
  }
}
