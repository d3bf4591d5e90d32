import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { MailContent, QueuedMail } from '#libs/domain';
import { SealedText } from '../sealed-text.js';
import { SETTINGS, type SupervisorSettings } from '../supervisor.tokens.js';
import { layOut, type MailMessage } from './mail-layout.js';
import { messageOf, type MailKind } from './mail-texts.js';

const HOUR_MS = 3_600_000;
const contentSchema = z.object({ to: z.string(), subject: z.string(), text: z.string(), html: z.string() });

/** Writes mails and seals them for the queue: what waits in the database, and to whom it goes, can be read by nobody else. */
@Injectable()
export class MailDesk {
  private readonly sealed: SealedText;

  constructor(@Inject(SETTINGS) private readonly settings: SupervisorSettings) {
    this.sealed = new SealedText(settings.encryptionKey, 'mail');
  }

  /** An address of the dashboard. */
  link(path: string): string {
    return `${this.settings.publicUrl.replace(/\/$/, '')}${path}`;
  }

  /** Nobody needs it once `hours` are over. */
  write(to: string, mail: MailKind, hours = 24): QueuedMail {
    return this.writeMessage(to, mail.kind, messageOf(mail), hours);
  }

  /** The same with words of the caller's. */
  writeMessage(to: string, kind: string, message: MailMessage, hours = 24): QueuedMail {
    const id = randomUUID();
    const content: MailContent = { to, ...layOut(message, this.settings.publicUrl) };
    const expiresAt = new Date(Date.now() + hours * HOUR_MS);
    return { id, kind, sealed: this.sealed.seal(JSON.stringify(content), id), expiresAt };
  }

  /** Throws when it was sealed under another ENCRYPTION_KEY. */
  read({ id, sealed }: Pick<QueuedMail, 'id' | 'sealed'>): MailContent {
    return contentSchema.parse(JSON.parse(this.sealed.open(sealed, id)));
  }
}
