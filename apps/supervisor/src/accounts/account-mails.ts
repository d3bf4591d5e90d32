import { Inject, Injectable } from '@nestjs/common';
import type { QueuedMail } from '#libs/domain';
import { MailDesk } from '../mail/mail-desk.js';

/** Where the dashboard takes links from mails. The token stands behind `#`: browsers send that to no server. */
const PAGES = { verify: '/verify-email', reset: '/reset-password', forgot: '/forgot-password', signIn: '/sign-in' };
export const VERIFY_HOURS = 24;
export const RESET_HOURS = 1;

/** The mails of accounts, ready to be queued. */
@Injectable()
export class AccountMails {
  constructor(@Inject(MailDesk) private readonly desk: MailDesk) {}

  verify(to: string, token: string): QueuedMail {
    return this.desk.write(to, { kind: 'verify-email', url: this.tokenLink(PAGES.verify, token) }, VERIFY_HOURS);
  }

  confirmNew(to: string, token: string): QueuedMail {
    return this.desk.write(to, { kind: 'confirm-new-email', url: this.tokenLink(PAGES.verify, token) }, VERIFY_HOURS);
  }

  newEmailAsked(to: string, newEmail: string): QueuedMail {
    return this.desk.write(to, { kind: 'new-email-asked', newEmail, url: this.desk.link(PAGES.forgot) });
  }

  emailChanged(to: string, newEmail: string): QueuedMail {
    return this.desk.write(to, { kind: 'email-changed', newEmail });
  }

  addressInUse(to: string): QueuedMail {
    return this.desk.write(to, { kind: 'address-in-use', url: this.desk.link(PAGES.signIn) });
  }

  reset(to: string, token: string): QueuedMail {
    return this.desk.write(to, { kind: 'reset-password', url: this.tokenLink(PAGES.reset, token) }, RESET_HOURS);
  }

  passwordChanged(to: string): QueuedMail {
    return this.desk.write(to, { kind: 'password-changed', url: this.desk.link(PAGES.forgot) });
  }

  passwordReset(to: string): QueuedMail {
    return this.desk.write(to, { kind: 'password-reset', url: this.desk.link(PAGES.forgot) });
  }

  suspended(to: string, reason: string): QueuedMail {
    return this.desk.write(to, { kind: 'account-suspended', reason });
  }

  restored(to: string): QueuedMail {
    return this.desk.write(to, { kind: 'account-restored' });
  }

  deleted(to: string): QueuedMail {
    return this.desk.write(to, { kind: 'account-deleted' });
  }

  private tokenLink(page: string, token: string): string {
    return this.desk.link(`${page}#token=${token}`);
  }
}
