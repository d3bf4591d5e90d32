import { Controller, Get, Inject, UseGuards } from '@nestjs/common';
import type { CanaryList } from '#libs/contracts';
import { OperatorGuard } from '../http/bearer.guard.js';
import { CanaryWatch } from './canary-watch.js';

@Controller('api/v1/canary')
@UseGuards(OperatorGuard)
export class CanaryController {
  constructor(@Inject(CanaryWatch) private readonly watch: CanaryWatch) {}

  @Get()
  list(): CanaryList {
    return { items: this.watch.report() };
  }
}
