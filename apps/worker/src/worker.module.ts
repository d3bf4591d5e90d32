import { Module, type DynamicModule } from '@nestjs/common';
import type { WorkerConfig } from '#config';
import type { Tracing } from '#libs/domain';
import { createLogger, Metrics, ObservabilityModule, onceThere } from '#libs/observability';
import type { RedisRequestServer } from '#libs/redis';
import { createWorkerParts } from './create-worker-parts.js';
import { connectWorker } from './worker.connections.js';
import { WorkerLifecycle } from './worker.lifecycle.js';

@Module({})
export class WorkerModule {
  /** `requests`: where commands to this node are heard. */
  static forRoot(
    config: WorkerConfig & { nodeId: string },
    requests: RedisRequestServer,
    tracing?: Tracing,
  ): DynamicModule {
    const { version, logLevel, nodeId } = config;
    const logger = createLogger({ role: 'worker', nodeId, version, level: logLevel });
    const metrics = new Metrics({ role: 'worker', node: nodeId, version });
    const connections = connectWorker(config.redis, logger);
    const parts = createWorkerParts(config, nodeId, connections, { logger, metrics, tracer: tracing?.tracer });
    const lifecycle = new WorkerLifecycle(parts, connections, logger);
    const listening = () => requests.listening && parts.signing.listening;
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
            intake: onceThere(() => lifecycle.begun, 'The node waits for Redis'),
            subscriptions: onceThere(listening, 'Commands and pauses of sign calls cannot be heard yet'),
          },
        }),
      ],
      providers: [{ provide: WorkerLifecycle, useValue: lifecycle }],
    };
  }
}
