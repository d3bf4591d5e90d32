import { Body, Controller, Get, Header, HttpCode, Inject, Post, Query } from '@nestjs/common';
import {
  acceptDriftSchema,
  driftSampleQuerySchema,
  type AcceptDrift,
  type DriftReport,
  type DriftSampleQuery,
} from '#libs/contracts';
import { acceptDrift } from '#libs/domain';
import { ProblemError } from '../http/problem.js';
import { ZodPipe } from '../http/zod.pipe.js';
import { DriftSamples } from './drift-samples.js';
import { DriftWatch } from './drift-watch.js';

@Controller('api/v1/drift')
export class DriftController {
  constructor(
    @Inject(DriftWatch) private readonly watch: DriftWatch,
    @Inject(DriftSamples) private readonly samples: DriftSamples,
  ) {}

  @Get()
  report(): Promise<DriftReport> {
    return this.watch.report();
  }

  @Get('samples')
  @Header('content-type', 'application/x-ndjson')
  @Header('cache-control', 'no-store')
  export(@Query(new ZodPipe(driftSampleQuerySchema)) query: DriftSampleQuery): Promise<string> {
    return this.samples.export(query);
  }

  @Post('accept')
  @HttpCode(200)
  async accept(@Body(new ZodPipe(acceptDriftSchema)) { method, reason }: AcceptDrift): Promise<DriftReport> {
    if (!(await this.watch.amend((state) => acceptDrift(state, method, reason)))) {
      throw new ProblemError(404, 'DRIFT.NOT_RAISED', 'Nothing is raised for this method and reason');
    }
    return await this.watch.report();
  }
}
