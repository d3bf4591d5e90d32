import { Controller, Get, Header, Inject, Res } from '@nestjs/common';
import type { StatusView } from '#libs/contracts';
import { DashboardFiles } from '../dashboard/dashboard-files.js';
import { sendHtml, type HtmlReply } from '../http/html.js';
import { SETTINGS, type SupervisorSettings } from '../supervisor.tokens.js';
import { renderStatusPage } from './status-page.js';
import { StatusService } from './status.service.js';

/** The public status page. It needs nobody to sign in, and says 200 also in trouble: monitors look at /health. */
@Controller()
export class StatusController {
  private readonly font: string | undefined;

  constructor(
    @Inject(StatusService) private readonly status: StatusService,
    @Inject(SETTINGS) private readonly settings: SupervisorSettings,
    @Inject(DashboardFiles) files: DashboardFiles,
  ) {
    this.font = files.font;
  }

  @Get('status')
  async page(@Res() reply: HtmlReply): Promise<void> {
    sendHtml(
      reply,
      renderStatusPage(await this.status.view(), { sourceUrl: this.settings.sourceUrl, font: this.font }),
    );
  }

  @Get('status.json')
  @Header('cache-control', 'no-cache')
  async machine(): Promise<StatusView> {
    return await this.status.view();
  }
}
