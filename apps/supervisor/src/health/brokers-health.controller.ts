import { Controller, Get, Header, Inject, Param, Res } from '@nestjs/common';
import type { BrokersHealth } from '#libs/contracts';
import { ProblemError } from '../http/problem.js';
import { BrokersHealthService, type BrokerHealth } from './brokers-health.service.js';

interface Reply {
  code(status: number): unknown;
}

/** For uptime monitors: 200 while all is well, 503 otherwise. */
@Controller('health/brokers')
export class BrokersHealthController {
  constructor(@Inject(BrokersHealthService) private readonly health: BrokersHealthService) {}

  @Get()
  @Header('cache-control', 'no-store')
  all(@Res({ passthrough: true }) reply: Reply): BrokersHealth {
    const summary = this.health.summary();
    if (summary.status !== 'ok') reply.code(503);
    return summary;
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
