import { randomBytes } from 'node:crypto';
import { Controller, Get, Inject, NotFoundException, Req, Res } from '@nestjs/common';
import { ProblemError } from '../http/problem.js';
import { SETTINGS, type SupervisorSettings } from '../supervisor.tokens.js';
import { DashboardFiles } from './dashboard-files.js';
import { dashboardPolicy } from './dashboard-policy.js';

interface Request {
  url: string;
}
interface Reply {
  header(name: string, value: string): Reply;
  send(body: string | Buffer): unknown;
}

/** Addresses that belong to machines: what is not there is 404 there, never a page. */
const NO_PAGE = /^\/(api|health|metrics|webhooks|assets)(\/|$)|\.[a-z0-9]{1,12}$/i;

/** The dashboard: one page that finds its way by the address. */
@Controller()
export class DashboardController {
  constructor(
    @Inject(DashboardFiles) private readonly files: DashboardFiles,
    @Inject(SETTINGS) private readonly settings: SupervisorSettings,
  ) {}

  @Get()
  front(@Res() reply: Reply): void {
    this.sendPage(reply);
  }

  @Get('*')
  anyPage(@Req() request: Request, @Res() reply: Reply): void {
    const path = request.url.replace(/[?#].*$/s, '');
    const file = this.files.file(path);
    if (file) {
      reply.header('cache-control', 'public, max-age=300').header('content-type', file.type).send(file.body);
      return;
    }
    if (NO_PAGE.test(path)) throw new NotFoundException();
    this.sendPage(reply);
  }

  private sendPage(reply: Reply): void {
    const nonce = randomBytes(16).toString('base64');
    const page = this.files.page(nonce);
    if (page === undefined) {
      throw new ProblemError(503, 'DASHBOARD.NOT_BUILT', 'The dashboard is not built. Run: npm run build');
    }
    const { widgetsUrl, demo } = this.settings;
    reply
      .header('content-security-policy', dashboardPolicy({ nonce, widgetsUrl, localPictures: demo !== undefined }))
      .header('cache-control', 'no-cache')
      .header('content-type', 'text/html; charset=utf-8')
      .send(page);
  }
}
