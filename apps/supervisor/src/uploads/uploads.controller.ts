import { Controller, Delete, Get, HttpCode, Inject, Param, Post, Query, Req } from '@nestjs/common';
import { Readable } from 'node:stream';
import { uploadQuerySchema, uploadTypeOf, type Upload, type UploadList } from '#libs/contracts';
import { ProblemError } from '../http/problem.js';
import { ZodPipe } from '../http/zod.pipe.js';
import { knownId, streamerNotFound } from '../streamers/known-id.js';
import { UploadsService } from './uploads.service.js';

/** The parts of a request that are needed here; `body` is the stream itself for whatever is no JSON. */
interface UploadRequest {
  headers: Record<string, string | undefined>;
  body: unknown;
}

function found<T>(value: T | undefined): T {
  if (value === undefined) throw streamerNotFound();
  return value;
}

@Controller('api/v1/streamers/:id/uploads')
export class UploadsController {
  constructor(@Inject(UploadsService) private readonly uploads: UploadsService) {}

  @Get()
  async list(@Param('id') id: string): Promise<UploadList> {
    return found(await this.uploads.list(knownId(id)));
  }

  @Post()
  async create(
    @Param('id') id: string,
    @Query(new ZodPipe(uploadQuerySchema)) { name }: { name?: string },
    @Req() { body, headers }: UploadRequest,
  ): Promise<Upload> {
    if (!(body instanceof Readable)) {
      throw new ProblemError(415, 'REQUEST.UNSUPPORTED_MEDIA_TYPE', 'The body must be the file itself, not JSON');
    }
    const length = headers['content-length'] === undefined ? undefined : Number(headers['content-length']);
    return found(await this.uploads.create(knownId(id), body, { name, length }));
  }

  @Delete(':uploadId')
  @HttpCode(204)
  async remove(@Param('id') id: string, @Param('uploadId') uploadId: string): Promise<void> {
    const removed = uploadTypeOf(uploadId) && (await this.uploads.remove(knownId(id), uploadId));
    if (!removed) throw new ProblemError(404, 'UPLOAD.NOT_FOUND', 'There is no such upload');
  }
}
