import { MailDesk } from './mail-desk.js';
import { MailSender } from './mail-sender.js';
import { OutboxController } from './outbox.controller.js';

export const MAIL_CONTROLLERS = [OutboxController];
export const MAIL_PROVIDERS = [MailDesk, MailSender];
