import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { AccountRepository, AuditLog } from '#libs/domain';
import { LOGGER, type Logger } from '#libs/observability';
import { ACCOUNT_REPOSITORY, AUDIT_LOG } from '#libs/persistence';
import { OutageLog, using } from '../outage-log.js';
import { RepeatingTask } from '../repeating-task.js';

const INTERVAL_MS = 3_600_000;

/** Forgets ended sessions, old links and what the audit log no longer needs to hold. */
@Injectable()
export class AccountsHousekeeping implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly task: RepeatingTask;

  constructor(
    @Inject(ACCOUNT_REPOSITORY) private readonly accounts: AccountRepository,
    @Inject(AUDIT_LOG) private readonly audit: AuditLog,
    @Inject(LOGGER) logger: Logger,
  ) {
    const outage = new OutageLog(logger, 'accounts housekeeping');
    this.task = new RepeatingTask(
      INTERVAL_MS,
      async () => {
        await using('postgres', this.accounts.expire());
        await using('postgres', this.audit.expire());
        outage.succeeded();
      },
      outage.failed.bind(outage),
    );
  }

  onApplicationBootstrap(): void {
    this.task.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.task.stop();
  }
}
