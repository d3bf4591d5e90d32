import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { STATUS_PARTS, type StatusPart } from '#libs/contracts';
import type { StatusLook, StatusRepository } from '#libs/domain';
import { LOGGER, type Logger } from '#libs/observability';
import { STATUS_REPOSITORY } from '#libs/persistence';
import { OutageLog, using } from '../outage-log.js';
import { RepeatingTask } from '../repeating-task.js';
import { SETTINGS, type SupervisorSettings } from '../supervisor.tokens.js';
import { StatusParts } from './status-parts.js';

/** Looks that are kept while the database is away: four hours of all parts. */
const MAX_UNWRITTEN = 5000;
/** Beyond two looks of another supervisor: what a look and its writing take. */
const CLEAR_MARGIN_MS = 10_000;

/**
 * Looks at every part regularly and keeps what it saw, also through an outage of the database. A part is in trouble
 * when two looks in a row say so: one alone may be a restart.
 */
@Injectable()
export class StatusWatch implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly task: RepeatingTask;
  private readonly outage: OutageLog;
  private readonly bad = new Map<StatusPart, number>();
  private unwritten: StatusLook[] = [];
  private latest: { at: Date; parts: ReadonlyMap<StatusPart, boolean> } | undefined;

  constructor(
    @Inject(StatusParts) private readonly parts: StatusParts,
    @Inject(STATUS_REPOSITORY) private readonly repository: StatusRepository,
    @Inject(SETTINGS) private readonly settings: SupervisorSettings,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.outage = new OutageLog(logger, 'status history');
    this.task = new RepeatingTask(settings.status.intervalMs, () => this.look(), this.outage.failed.bind(this.outage));
  }

  onApplicationBootstrap(): void {
    this.task.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.task.stop();
  }

  /** Absent before the first look. */
  get seen(): { at: Date; parts: ReadonlyMap<StatusPart, boolean> } | undefined {
    return this.latest;
  }

  private async look(): Promise<void> {
    const found = await this.parts.look();
    const at = new Date();
    const parts = new Map<StatusPart, boolean>();
    for (const part of STATUS_PARTS) {
      const ok = found.get(part);
      if (ok === undefined) continue;
      this.bad.set(part, ok ? 0 : (this.bad.get(part) ?? 0) + 1);
      parts.set(part, this.bad.get(part)! < 2);
    }
    this.latest = { at, parts };
    const looks = [...parts].map(([part, ok]) => ({ part, ok, at }));
    this.unwritten = [...this.unwritten, ...looks].slice(-MAX_UNWRITTEN);
    const writing = this.unwritten;
    await using('postgres', this.repository.note(writing, 2 * this.settings.status.intervalMs + CLEAR_MARGIN_MS));
    this.unwritten = this.unwritten.slice(writing.length);
    this.outage.succeeded();
  }
}
