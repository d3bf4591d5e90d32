import { Controller, Get, Header, Headers, Inject, Param, Res } from '@nestjs/common';
import type { BrokersHealth } from '#libs/contracts';
import { ProblemError } from '../http/problem.js';
import { SETTINGS, type SupervisorSettings } from '../supervisor.tokens.js';
import { HEALTH_JSON, healthJson, wantsHealthJson } from './health-json.js';
import { BrokersHealthService, type BrokerHealth } from './brokers-health.service.js';

interface Reply {
  code(status: number): unknown;
  header(name: string, value: string): unknown;
}

/** For uptime monitors: 200 while all is well, 503 otherwise. */
@Controller('health/brokers')
export class BrokersHealthController {
  constructor(
    @Inject(BrokersHealthService) private readonly health: BrokersHealthService,
    @Inject(SETTINGS) private readonly settings: Pick<SupervisorSettings, 'version'>,
  ) {}

  @Get()
  @Header('cache-control', 'no-store')
  @Header('vary', 'accept')
  all(@Headers('accept') accept: string | undefined, @Res({ passthrough: true }) reply: Reply): BrokersHealth | string {
    const summary = this.health.summary();
    if (summary.status !== 'ok') reply.code(503);
    if (!wantsHealthJson(accept)) return summary;
    reply.header('content-type', HEALTH_JSON);
    return JSON.stringify(healthJson(summary, this.settings.version));
  }

  @Get(':brokerId')
  @Header('cache-control', 'no-store')
  one(@Param('brokerId') brokerId: string, @Res({ passthrough: true }) reply: Reply): BrokerHealth {
    const broker = this.health.ofBroker(brokerId.toLowerCase());
    if (!broker) throw new ProblemError(404, 'BROKER.NOT_FOUND', 'There is no such broker');
    if (broker.status !== 'ok') reply.code(503);
    return broker;
  }
}
