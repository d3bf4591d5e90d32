import { Inject, Injectable } from '@nestjs/common';
import type { AuditLog } from '#libs/domain';
import { LOGGER, type Logger } from '#libs/observability';
import { AUDIT_LOG } from '#libs/persistence';
import type { Acting } from './caller.decorator.js';

/** Notes acts that change nothing in the database themselves: commands to nodes and brokers. */
@Injectable()
export class AuditTrail {
  constructor(
    @Inject(AUDIT_LOG) private readonly log: AuditLog,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Never rejects: what was done is done. */
  async note(acting: Acting, action: string, subject: { kind: string; id: string }, detail = {}): Promise<void> {
    try {
      await this.log.append([{ ...acting, action, subject, detail }]);
    } catch (err) {
      this.logger.error({ err, action, subject }, 'An act was not noted in the audit log');
    }
  }
}
