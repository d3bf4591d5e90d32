import { Controller, Get, Header, Inject, Res } from '@nestjs/common';
import { Metrics } from './metrics.js';
import { OBSERVABILITY_OPTIONS, type ObservabilityOptions } from './observability.options.js';
import { ReadinessService } from './readiness.service.js';
import { StartupService } from './startup.service.js';

/** The part of a Fastify reply that is needed here. */
interface Reply {
  code(status: number): unknown;
  header(name: string, value: string): unknown;
}

/** Probes and metrics of any process. Bodies name no hosts and carry no error texts. */
@Controller()
export class HealthController {
  constructor(
    @Inject(OBSERVABILITY_OPTIONS) private readonly options: ObservabilityOptions,
    @Inject(ReadinessService) private readonly readiness: ReadinessService,
    @Inject(StartupService) private readonly startup: StartupService,
    @Inject(Metrics) private readonly metrics: Metrics,
  ) {}

  @Get('health/live')
  @Header('cache-control', 'no-store')
  live() {
    const { role, version, sourceUrl } = this.options;
    return { status: 'ok', role, version, ...(sourceUrl === undefined ? {} : { source: sourceUrl }) };
  }

  @Get('health/ready')
  @Header('cache-control', 'no-store')
  async ready(@Res({ passthrough: true }) reply: Reply) {
    const readiness = await this.readiness.check();
    if (readiness.status !== 'ok') reply.code(503);
    return readiness;
  }

  @Get('health/started')
  @Header('cache-control', 'no-store')
  async started(@Res({ passthrough: true }) reply: Reply) {
    const started = await this.startup.check();
    if (!started) reply.code(503);
    return { status: started ? 'ok' : 'starting' };
  }

  @Get('metrics')
  async text(@Res({ passthrough: true }) reply: Reply) {
    reply.header('content-type', this.metrics.contentType);
    return this.metrics.text();
  }
}
