import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { DriftFinding, DriftReport } from '#libs/contracts';
import {
  DRIFT_OPTIONS,
  driftFindings,
  judgeDrift,
  NO_DRIFT,
  type DriftBook,
  type DriftChange,
  type DriftState,
} from '#libs/domain';
import { LOGGER, Metrics, type Gauge, type Logger } from '#libs/observability';
import { OutageLog, using } from '../outage-log.js';
import { RepeatingTask } from '../repeating-task.js';
import { DRIFT_BOOK, SETTINGS, type SupervisorSettings } from '../supervisor.tokens.js';

const LEVEL_VALUE = { warning: 1, alarm: 2 } as const;

/**
 * Judges what the nodes counted, span after span, and raises the operator's alarm. What was concluded is stored, so
 * that a restart goes on from it and of several supervisors one tells.
 */
@Injectable()
export class DriftWatch implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly task: RepeatingTask;
  private readonly outage: OutageLog;
  private readonly gauge: Gauge<'method' | 'reason'>;

  constructor(
    @Inject(DRIFT_BOOK) private readonly book: DriftBook,
    @Inject(SETTINGS) private readonly settings: Pick<SupervisorSettings, 'drift'>,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(Metrics) metrics: Metrics,
  ) {
    this.gauge = metrics.gauge({
      name: 'streamshape_drift_alarm',
      help: 'Messages of TikTok that changed: 1 warning, 2 alarm; absent when nothing is raised',
      labelNames: ['method', 'reason'],
    });
    this.outage = new OutageLog(logger, 'drift');
    const everyMs = Math.min(5000, Math.max(50, settings.drift.spanMs / 2));
    this.task = new RepeatingTask(everyMs, () => this.judge(), this.outage.failed.bind(this.outage));
  }

  onApplicationBootstrap(): void {
    this.task.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.task.stop();
  }

  async report(): Promise<DriftReport> {
    const state = await this.load();
    const windowMs = this.settings.drift.spanMs * DRIFT_OPTIONS.spans.short;
    return { judgedAt: state.judgedAt || null, windowMs, findings: driftFindings(state, DRIFT_OPTIONS) };
  }

  /** Changes the conclusions; tries again when a round came between. False when `change` changes nothing. */
  async amend(change: (state: DriftState) => DriftState): Promise<boolean> {
    for (;;) {
      const state = await this.load();
      const changed = change(state);
      if (changed === state) return false;
      const findings = driftFindings(changed, DRIFT_OPTIONS);
      if (await using('redis', this.book.save(changed, findings, state.revision))) {
        this.show(findings);
        return true;
      }
    }
  }

  private async load(): Promise<DriftState> {
    return (await using('redis', this.book.load())) ?? NO_DRIFT;
  }

  private async judge(): Promise<void> {
    const state = await this.load();
    const spans = await using('redis', this.book.spansAfter(state.span));
    let next = state;
    const changes: DriftChange[] = [];
    for (const span of spans) {
      const judged = judgeDrift(next, span, DRIFT_OPTIONS);
      next = judged.state;
      changes.push(...judged.changes);
    }
    const findings = driftFindings(next, DRIFT_OPTIONS);
    const saved = spans.length > 0 && (await using('redis', this.book.save(next, findings, state.revision)));
    if (saved) for (const change of changes) this.tell(change);
    this.show(findings);
    this.outage.succeeded();
  }

  private tell({ finding, from, to }: DriftChange): void {
    const { method, reason, bad, of, share, usual } = finding;
    const about = { method, reason, bad, of, share, usual, from };
    if (to === undefined) this.logger.info({ ...about, code: 'DRIFT.OVER' }, 'Messages of TikTok are as usual again');
    else if (to === 'alarm') {
      this.logger.error({ ...about, code: 'DRIFT.ALARM' }, 'TikTok changed. See docs/tiktok.md: what to do');
    } else this.logger.warn({ ...about, code: 'DRIFT.WARNING' }, 'Some messages of TikTok are not as usual');
  }

  private show(findings: readonly DriftFinding[]): void {
    this.gauge.reset();
    for (const { method, reason, level } of findings) this.gauge.set({ method, reason }, LEVEL_VALUE[level]);
  }
}
