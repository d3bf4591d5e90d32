import { Body, Controller, Delete, Get, Header, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { testEventSchema, type CurrentTestRun, type GiftList, type TestEvent, type TestRun } from '#libs/contracts';
import { AuditTrail } from '../access/audit-trail.js';
import { CurrentActor, type Acting } from '../access/caller.decorator.js';
import { ZodPipe } from '../http/zod.pipe.js';
import { knownId } from '../streamers/known-id.js';
import { TestEventsService } from './test-events.service.js';

@Controller('api/v1/streamers/:id/test-events')
export class TestEventsController {
  constructor(
    @Inject(TestEventsService) private readonly tests: TestEventsService,
    @Inject(AuditTrail) private readonly trail: AuditTrail,
  ) {}

  @Post()
  @HttpCode(202)
  async send(
    @Param('id') id: string,
    @CurrentActor() acting: Acting,
    @Body(new ZodPipe(testEventSchema)) wish: TestEvent,
  ): Promise<TestRun> {
    const run = await this.tests.send(knownId(id), wish);
    const detail = { kind: wish.kind, run: run.id };
    await this.trail.note(acting, 'test.began', { kind: 'streamer', id: knownId(id) }, detail);
    return run;
  }

  @Get()
  async current(@Param('id') id: string): Promise<CurrentTestRun> {
    return { run: (await this.tests.current(knownId(id))) ?? null };
  }

  @Delete()
  @HttpCode(204)
  async stop(@Param('id') id: string): Promise<void> {
    await this.tests.stop(knownId(id));
  }
}

@Controller('api/v1/gifts')
export class GiftsController {
  constructor(@Inject(TestEventsService) private readonly tests: TestEventsService) {}

  @Get()
  @Header('cache-control', 'private, max-age=3600')
  list(): GiftList {
    return { items: [...this.tests.catalogue.gifts] };
  }
}
