import { Controller, Get, Inject, Res } from '@nestjs/common';
import { sendHtml, type HtmlReply, type StaticPage } from '../http/html.js';
import { SETTINGS, type SupervisorSettings } from '../supervisor.tokens.js';
import { renderLandingPage } from './landing-page.js';

@Controller()
export class LandingController {
  private readonly page: StaticPage;

  constructor(@Inject(SETTINGS) settings: SupervisorSettings) {
    this.page = renderLandingPage(settings);
  }

  @Get()
  show(@Res() reply: HtmlReply): void {
    sendHtml(reply, this.page);
  }
}
