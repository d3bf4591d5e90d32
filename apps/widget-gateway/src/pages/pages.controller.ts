import { randomBytes } from 'node:crypto';
import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isWidgetType, widgetKeySchema, widgetOf } from '#libs/contracts';
import { hashKey, StreamerDirectory } from '../directory/streamer-directory.js';
import { legacyTarget } from './legacy-links.js';
import { pageHeaders } from './page-headers.js';
import { PageRenderer, type NotFoundReason } from './page-renderer.js';
import { PAGE_SETTINGS, RETRY_AFTER_SECONDS, type PageSettings } from './page-settings.js';

/** The pages that OBS loads. */
@Controller()
export class PagesController {
  constructor(
    @Inject(StreamerDirectory) private readonly directory: StreamerDirectory,
    @Inject(PageRenderer) private readonly renderer: PageRenderer,
    @Inject(PAGE_SETTINGS) private readonly settings: PageSettings,
  ) {}

  @Get('/:key/:widget')
  async widgetPage(
    @Param('key') key: string,
    @Param('widget') type: string,
    @Query('id') id: string | undefined,
    @Query('preview') preview: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (!widgetKeySchema.safeParse(key).success) return this.notFound(request, reply, 'key');
    const answer = await this.directory.find(hashKey(key));
    if (answer.state === 'unavailable') return this.unavailable(request, reply);
    if (answer.state === 'unknown') return this.notFound(request, reply, 'key');
    if (!isWidgetType(type)) return this.notFound(request, reply, 'widget');
    const widget = widgetOf(answer.model, type, id);
    if (widget === undefined) return this.notFound(request, reply, 'instance');
    if (!this.renderer.hasPage(type)) return this.notFound(request, reply, 'unbuilt');
    const nonce = randomBytes(16).toString('base64');
    const boot = {
      widget: type,
      ...(id === undefined ? {} : { id }),
      ...(preview === '1' ? { preview: true, dashboards: this.settings.dashboards } : { preview: false }),
    };
    await this.send(request, reply, 200, this.renderer.widgetPage(widget, boot, nonce), nonce);
  }

  @Get('/widgets/:key/goal/:metric')
  async legacyGoal(
    @Param('key') key: string,
    @Param('metric') metric: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.redirect(request, reply, legacyTarget(key, 'goal', metric));
  }

  @Get('/widgets/:key/:name')
  async legacyWidget(
    @Param('key') key: string,
    @Param('name') name: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.redirect(request, reply, legacyTarget(key, name));
  }

  @Get('*')
  async anythingElse(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.notFound(request, reply, 'key');
  }

  private async redirect(request: FastifyRequest, reply: FastifyReply, target: string | undefined): Promise<void> {
    if (target === undefined) return this.notFound(request, reply, 'widget');
    await reply.headers({ 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' }).redirect(target, 302);
  }

  private async notFound(request: FastifyRequest, reply: FastifyReply, reason: NotFoundReason): Promise<void> {
    await this.send(request, reply, 404, this.renderer.notFound(reason));
  }

  private async unavailable(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    reply.header('retry-after', RETRY_AFTER_SECONDS);
    await this.send(request, reply, 503, this.renderer.unavailable(RETRY_AFTER_SECONDS));
  }

  private async send(
    request: FastifyRequest,
    reply: FastifyReply,
    status: number,
    html: string,
    nonce = randomBytes(16).toString('base64'),
  ): Promise<void> {
    const policy = { ...this.settings, host: request.headers.host, nonce };
    await reply.code(status).headers(pageHeaders(policy)).send(html);
  }
}
