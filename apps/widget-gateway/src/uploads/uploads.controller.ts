import { Readable } from 'node:stream';
import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { UPLOAD_TYPES, uploadTypeOf } from '#libs/contracts';
import type { StoredUpload, UploadStore } from '#libs/domain';
import { LOGGER, type Logger } from '#libs/observability';
import { byteRange } from './byte-range.js';

export const UPLOAD_STORE = Symbol('UploadStore');

/** Nothing in it may run or load anything, opened as a page of its own either. */
const POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'";

/** Pictures and sounds of streamers. Their type is in the id, which the supervisor made after it had looked inside. */
@Controller('uploads')
export class UploadsController {
  constructor(
    @Inject(UPLOAD_STORE) private readonly store: UploadStore,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @Get(':id')
  async file(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const type = uploadTypeOf(id);
    let found: StoredUpload | undefined;
    try {
      found = type && (await this.store.open(id));
    } catch (err) {
      this.logger.warn({ err }, 'Uploads cannot be read');
      return await plain(reply.header('retry-after', '5'), 503);
    }
    if (!type || !found) return await plain(reply, 404);
    const etag = `"${id}"`;
    reply.headers({
      'content-type': UPLOAD_TYPES[type].mediaType,
      'content-disposition': `attachment; filename="upload.${type}"`,
      'content-security-policy': POLICY,
      'cross-origin-resource-policy': 'cross-origin',
      'cache-control': 'public, max-age=31536000, immutable',
      'accept-ranges': 'bytes',
      etag,
    });
    if (request.headers['if-none-match'] === etag) return await reply.code(304).send();
    await sendContent(request, reply, found, etag);
  }
}

async function sendContent(request: FastifyRequest, reply: FastifyReply, found: StoredUpload, etag: string) {
  const stale = request.headers['if-range'] !== undefined && request.headers['if-range'] !== etag;
  const range = stale ? 'all' : byteRange(request.headers.range, found.bytes);
  if (range === 'unsatisfiable') {
    return await plain(reply.removeHeader('etag').header('content-range', `bytes */${found.bytes}`), 416);
  }
  const part = range === 'all' ? { from: 0, to: found.bytes - 1 } : range;
  if (range !== 'all') {
    reply.code(206).header('content-range', `bytes ${part.from}-${part.to}/${found.bytes}`);
  }
  reply.header('content-length', part.to - part.from + 1);
  if (request.method === 'HEAD') return await reply.send();
  await reply.send(Readable.from(found.read(part)));
}

/** No page: nobody looks at it but a widget, which shows its default instead. */
async function plain(reply: FastifyReply, status: number): Promise<void> {
  reply.removeHeader('content-disposition');
  await reply.code(status).type('text/plain; charset=utf-8').header('cache-control', 'no-store').send('');
}
