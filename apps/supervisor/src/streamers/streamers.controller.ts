import { Body, Controller, Delete, Get, Header, HttpCode, Inject, Param, Patch, Post, Query } from '@nestjs/common';
import {
  createStreamerSchema,
  updateStreamerSchema,
  type CreateStreamer,
  type Streamer,
  type StreamerWithKey,
  type UpdateStreamer,
} from '#libs/contracts';
import { CurrentActor, type Acting } from '../access/caller.decorator.js';
import { ZodPipe } from '../http/zod.pipe.js';
import { knownId, streamerNotFound } from './known-id.js';
import { pageQuerySchema, type PageQuery, type StreamerPage } from './streamer-page.schema.js';
import { StreamersService } from './streamers.service.js';

function found<T>(value: T | undefined): T {
  if (value === undefined) throw streamerNotFound();
  return value;
}

@Controller('api/v1/streamers')
export class StreamersController {
  constructor(@Inject(StreamersService) private readonly streamers: StreamersService) {}

  @Post()
  @Header('cache-control', 'no-store')
  create(
    @Body(new ZodPipe(createStreamerSchema)) wish: CreateStreamer,
    @CurrentActor() acting: Acting,
  ): Promise<StreamerWithKey> {
    return this.streamers.create(wish, { acting });
  }

  @Get()
  list(@Query(new ZodPipe(pageQuerySchema)) { limit, cursor }: PageQuery): Promise<StreamerPage> {
    return this.streamers.list(limit, cursor);
  }

  @Get(':id')
  async find(@Param('id') id: string): Promise<Streamer> {
    return found(await this.streamers.find(knownId(id)));
  }

  @Patch(':id')
  async update(
    @Param('id') id: string,
    @Body(new ZodPipe(updateStreamerSchema)) change: UpdateStreamer,
    @CurrentActor() acting: Acting,
  ): Promise<Streamer> {
    return found(await this.streamers.update(knownId(id), change, acting));
  }

  @Post(':id/rotate-key')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  async rotateKey(@Param('id') id: string, @CurrentActor() acting: Acting): Promise<StreamerWithKey> {
    return found(await this.streamers.rotateKey(knownId(id), acting));
  }

  @Get(':id/widget-key')
  @Header('cache-control', 'no-store')
  async widgetKey(@Param('id') id: string): Promise<{ widgetKey: string }> {
    return { widgetKey: found(await this.streamers.widgetKey(knownId(id))) };
  }

  @Delete(':id')
  @HttpCode(204)
  async remove(@Param('id') id: string, @CurrentActor() acting: Acting): Promise<void> {
    if (!(await this.streamers.remove(knownId(id), acting))) throw streamerNotFound();
  }
}
