import { Controller, Get, Inject, NotFoundException, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { DEMO_WIDGET_KEY } from '#libs/contracts';
import { galleryHeaders } from './page-headers.js';
import { PageRenderer } from './page-renderer.js';
import { PAGE_SETTINGS, type PageSettings } from './page-settings.js';

/** Every widget of the demo, live. Without a demo there is no such page. */
@Controller()
export class GalleryController {
  constructor(
    @Inject(PageRenderer) private readonly renderer: PageRenderer,
    @Inject(PAGE_SETTINGS) private readonly settings: PageSettings,
  ) {}

  @Get('/gallery')
  async gallery(@Res() reply: FastifyReply): Promise<void> {
    if (!this.settings.demo) throw new NotFoundException();
    await reply.code(200).headers(galleryHeaders()).send(this.renderer.gallery(DEMO_WIDGET_KEY));
  }
}
