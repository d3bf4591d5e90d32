import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { Retention, RetentionRule } from '#libs/domain';
import { LOGGER, Metrics, type Counter, type Logger } from '#libs/observability';
import { RETENTION } from '#libs/persistence';
import { OutageLog, using } from '../outage-log.js';
import { RepeatingTask } from '../repeating-task.js';
import { SETTINGS, type SupervisorSettings } from '../supervisor.tokens.js';

const INTERVAL_MS = 60 * 60 * 1000;

/** Lets go, once an hour, of what is older than it is to be kept. Several supervisors may do it at once. */
@Injectable()
export class RetentionKeeper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly task: RepeatingTask;
  private readonly outage: OutageLog;
  private readonly deleted: Counter<'what'>;

  constructor(
    @Inject(RETENTION) private readonly retention: Retention,
    @Inject(SETTINGS) private readonly settings: SupervisorSettings,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(Metrics) metrics: Metrics,
  ) {
    this.outage = new OutageLog(logger, 'retention');
    this.task = new RepeatingTask(INTERVAL_MS, () => this.apply(), this.outage.failed.bind(this.outage));
    this.deleted = metrics.counter({
      name: 'streamshape_retention_deleted_total',
      help: 'Rows deleted because they were older than they are kept',
      labelNames: ['what'],
    });
  }

  onApplicationBootstrap(): void {
    this.task.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.task.stop();
  }

  private async apply(): Promise<void> {
    const errors: unknown[] = [];
    for (const rule of this.rules()) {
      try {
        await this.applyOne(rule);
      } catch (error) {
        // The others must not wait for this one.
        errors.push(error);
      }
    }
    if (errors.length > 0) throw errors[0];
    this.outage.succeeded();
  }

  private async applyOne(rule: RetentionRule): Promise<void> {
    const rows = await using('postgres', this.retention.apply(rule));
    this.deleted.inc({ what: rule.what }, rows);
    if (rows > 0) this.logger.info({ ...rule, rows }, 'Old rows were deleted');
  }

  /** 0 days: for ever. */
  private rules(): RetentionRule[] {
    const { sessionsDays, movesDays, auditDays, statusDays } = this.settings.retention;
    const all: RetentionRule[] = [
      { what: 'sessions', days: sessionsDays },
      { what: 'moves', days: movesDays },
      { what: 'audit', days: auditDays },
      { what: 'statusHours', days: statusDays },
      { what: 'statusIncidents', days: statusDays },
    ];
    return all.filter(({ days }) => days > 0);
  }
}
