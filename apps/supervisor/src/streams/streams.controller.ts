import { Controller, Get, Header, Inject, Param, Query, StreamableFile } from '@nestjs/common';
import {
  exportQuerySchema,
  type ExportQuery,
  type OpenPagesList,
  type Overview,
  type PastStreamDetail,
  type PastStreamPage,
  type StreamChart,
} from '#libs/contracts';
import type { StreamArchive } from '#libs/domain';
import { STREAM_ARCHIVE } from '#libs/persistence';
import { ZodPipe } from '../http/zod.pipe.js';
import { knownId } from '../streamers/known-id.js';
import { pageQuerySchema, type PageQuery } from '../streamers/streamer-page.schema.js';
import { HistoryService } from './history.service.js';
import { OverviewService } from './overview.service.js';
import { exportName, toCsv, toJson } from './stream-export.js';
import { toPastStream } from './streams-view.js';

const TYPES = { csv: 'text/csv; charset=utf-8', json: 'application/json; charset=utf-8' } as const;

@Controller('api/v1/streamers/:id')
export class StreamsController {
  constructor(
    @Inject(OverviewService) private readonly now: OverviewService,
    @Inject(HistoryService) private readonly history: HistoryService,
    @Inject(STREAM_ARCHIVE) private readonly archive: StreamArchive,
  ) {}

  @Get('overview')
  async overview(@Param('id') id: string): Promise<Overview> {
    return await this.now.overview(knownId(id));
  }

  @Get('pages')
  async pages(@Param('id') id: string): Promise<OpenPagesList> {
    return { items: await this.now.pages(knownId(id)) };
  }

  @Get('chart')
  async chart(@Param('id') id: string): Promise<StreamChart> {
    return await this.history.chart(knownId(id));
  }

  @Get('streams')
  async streams(
    @Param('id') id: string,
    @Query(new ZodPipe(pageQuerySchema)) { limit, cursor }: PageQuery,
  ): Promise<PastStreamPage> {
    return await this.history.page(knownId(id), limit, cursor);
  }

  @Get('streams/:stream')
  async stream(@Param('id') id: string, @Param('stream') streamId: string): Promise<PastStreamDetail> {
    return await this.history.detail(knownId(id), streamId);
  }

  @Get('streams/:stream/export')
  @Header('cache-control', 'no-store')
  async export(
    @Param('id') id: string,
    @Param('stream') streamId: string,
    @Query(new ZodPipe(exportQuerySchema)) { format }: ExportQuery,
  ): Promise<StreamableFile> {
    const streamerId = knownId(id);
    const { streamer, stream } = await this.history.find(streamerId, streamId);
    const view = toPastStream(stream);
    const events = this.archive.events(streamerId, stream);
    const file = format === 'csv' ? toCsv(events) : toJson(view, events);
    const disposition = `attachment; filename="${exportName(streamer.handle, view, format)}"`;
    return new StreamableFile(file, { type: TYPES[format], disposition });
  }
}
