import { Controller, Get, Inject, Res } from '@nestjs/common';
import type { MailQueue } from '#libs/domain';
import { MAIL_QUEUE } from '#libs/persistence';
import { sendHtml, type HtmlReply } from '../http/html.js';
import { ProblemError } from '../http/problem.js';
import { SETTINGS, type SupervisorSettings } from '../supervisor.tokens.js';
import { MailDesk } from './mail-desk.js';
import { renderOutbox } from './outbox-page.js';

const SHOWN = 50;

/** What the demo would have mailed. There is no such page anywhere else. */
@Controller('outbox')
export class OutboxController {
  constructor(
    @Inject(MAIL_QUEUE) private readonly queue: MailQueue,
    @Inject(MailDesk) private readonly desk: MailDesk,
    @Inject(SETTINGS) private readonly settings: SupervisorSettings,
  ) {}

  @Get()
  async show(@Res() reply: HtmlReply): Promise<void> {
    if (!this.settings.mail.outbox) throw new ProblemError(404, 'ROUTE.NOT_FOUND', 'There is nothing at this address');
    const kept = await this.queue.kept(SHOWN);
    const mails = kept.map((mail) => ({ ...this.desk.read(mail), sentAt: mail.sentAt }));
    sendHtml(reply, renderOutbox(mails, this.settings.publicUrl));
  }
}
