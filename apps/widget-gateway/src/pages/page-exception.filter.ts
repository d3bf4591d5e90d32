import { randomBytes } from 'node:crypto';
import { Catch, HttpException, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LOGGER, type Logger } from '#libs/observability';
import { pageHeaders } from './page-headers.js';
import { PageRenderer } from './page-renderer.js';
import { PAGE_SETTINGS, RETRY_AFTER_SECONDS, type PageSettings } from './page-settings.js';

/** Whatever goes wrong on the way to a page becomes a page: OBS would show anything else on stream. */
@Catch()
export class PageExceptionFilter implements ExceptionFilter {
  constructor(
    @Inject(PageRenderer) private readonly renderer: PageRenderer,
    @Inject(PAGE_SETTINGS) private readonly settings: PageSettings,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const status = error instanceof HttpException ? error.getStatus() : 500;
    const theirs = status >= 400 && status < 500;
    if (!theirs) {
      this.logger.error({ err: error }, 'A page could not be made');
      reply.header('retry-after', RETRY_AFTER_SECONDS);
    }
    const html = theirs ? this.renderer.notFound('key') : this.renderer.unavailable(RETRY_AFTER_SECONDS);
    const nonce = randomBytes(16).toString('base64');
    const headers = pageHeaders({ ...this.settings, host: request.headers.host, nonce });
    await reply
      .code(theirs ? status : 503)
      .headers(headers)
      .send(html);
  }
}
