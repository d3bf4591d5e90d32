import { Inject, Injectable } from '@nestjs/common';
import type { AccountRepository, AuditActor, MailQueue } from '#libs/domain';
import { LOGGER, type Logger } from '#libs/observability';
import { ACCOUNT_REPOSITORY, MAIL_QUEUE } from '#libs/persistence';
import { sessionOver } from '../access/refusals.js';
import { ProblemError } from '../http/problem.js';
import { MailSender } from '../mail/mail-sender.js';
import { PlacementLoop } from '../placement/placement-loop.js';
import { ReadModelSync } from '../read-models/read-model-sync.js';
import { UploadsService } from '../uploads/uploads.service.js';
import { AccountMails } from './account-mails.js';
import { AccountService } from './account.service.js';

/**
 * Takes an account away with all that belongs to it: in one transaction account, sessions, tokens, streamer, ledger and
 * goals; then pages, broker and, once that has stopped, the log; then files. The log of acts keeps ids alone.
 */
@Injectable()
export class AccountRemoval {
  constructor(
    @Inject(ACCOUNT_REPOSITORY) private readonly accounts: AccountRepository,
    @Inject(AccountService) private readonly account: AccountService,
    @Inject(UploadsService) private readonly uploads: UploadsService,
    @Inject(ReadModelSync) private readonly readModels: ReadModelSync,
    @Inject(PlacementLoop) private readonly placement: PlacementLoop,
    @Inject(AccountMails) private readonly mails: AccountMails,
    @Inject(MAIL_QUEUE) private readonly queue: MailQueue,
    @Inject(MailSender) private readonly sender: MailSender,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async removeOwn(accountId: string, password: string): Promise<void> {
    await this.account.prove(accountId, password, 'password');
    await this.remove(accountId, { kind: 'account', accountId });
  }

  private async remove(accountId: string, actor: AuditActor): Promise<void> {
    const removed = await this.accounts.remove(accountId, ({ role }, others) => {
      if (role === 'admin' && others?.admins === 0 && others.accounts > 0) {
        const detail = 'You are the last admin. Make somebody else one first';
        throw new ProblemError(409, 'ACCOUNT.LAST_ADMIN', detail);
      }
      return [{ actor, action: 'account.deleted', subject: { kind: 'account', id: accountId } }];
    });
    if (!removed) throw sessionOver();
    const { email, streamerId, uploadIds } = removed;
    if (streamerId !== null) {
      this.placement.nudge();
      await this.readModels.publish(streamerId);
      await this.uploads.discard(uploadIds);
    }
    await this.sayGoodbye(email);
  }

  private async sayGoodbye(email: string): Promise<void> {
    try {
      await this.queue.add([this.mails.deleted(email)]);
      this.sender.nudge();
    } catch (err) {
      this.logger.warn({ err }, 'A deleted account was not told by mail');
    }
  }
}
