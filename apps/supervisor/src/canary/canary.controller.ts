import { Controller, Get, Inject } from '@nestjs/common';
import type { CanaryList } from '#libs/contracts';
import { CanaryWatch } from './canary-watch.js';

@Controller('api/v1/canary')
export class CanaryController {
  constructor(@Inject(CanaryWatch) private readonly watch: CanaryWatch) {}

  @Get()
  list(): CanaryList {
    return { items: this.watch.report() };
  }
}
