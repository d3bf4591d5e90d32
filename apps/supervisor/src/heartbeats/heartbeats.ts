import { randomUUID } from 'node:crypto';
import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import {
  HEARTBEAT_PARTS,
  judgeFleet,
  type HeartbeatPart,
  type SupervisorBoard,
  type SupervisorReport,
  type Verdict,
} from '#libs/domain';
import { LOGGER, Metrics, type Gauge, type Logger } from '#libs/observability';
import { OutageLog, using } from '../outage-log.js';
import { RepeatingTask } from '../repeating-task.js';
import { SETTINGS, SUPERVISOR_BOARD, type SupervisorSettings } from '../supervisor.tokens.js';
import { HeartbeatSender } from './heartbeat-sender.js';
import { LevelChecks } from './level-checks.js';

const LOOK_MS = 1000;
const VALUE = { ok: 1, failed: 0 } as const;

/** Parts that do their work now and then and tell how it went. */
export type ReportedPart = 'stripe';

/**
 * Tells Better Stack, once in `heartbeats.intervalMs` and at each change, how the installation is: one verdict over all
 * supervisors, so that none hides the failure of another. Other parts tell how their work went through `report`.
 * Nothing here waits for the network, and no loop waits for it.
 */
@Injectable()
export class Heartbeats implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly id = randomUUID();
  private readonly startedAt = performance.now();
  private readonly reported: Partial<Record<HeartbeatPart, boolean>> = {};
  private readonly fresh = new Set<HeartbeatPart>();
  private readonly task: RepeatingTask;
  private readonly outage: OutageLog;
  private readonly state: Gauge<'part'>;

  constructor(
    @Inject(SUPERVISOR_BOARD) private readonly board: SupervisorBoard,
    @Inject(LevelChecks) private readonly checks: LevelChecks,
    @Inject(HeartbeatSender) private readonly sender: HeartbeatSender,
    @Inject(SETTINGS) private readonly settings: SupervisorSettings,
    @Inject(LOGGER) logger: Logger,
    @Inject(Metrics) metrics: Metrics,
  ) {
    this.outage = new OutageLog(logger, 'heartbeats');
    this.task = new RepeatingTask(
      Math.min(LOOK_MS, settings.heartbeats.intervalMs),
      () => this.beat(),
      this.outage.failed.bind(this.outage),
    );
    this.state = metrics.gauge({
      name: 'streamshape_heartbeat_ok',
      help: 'What heartbeats say: 1 well, 0 failed; absent while nothing is known',
      labelNames: ['part'],
    });
  }

  onApplicationBootstrap(): void {
    this.task.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.task.stop();
    this.sender.stop();
    await this.board.remove(this.id).catch(() => undefined);
  }

  /** How the work of a part went just now. Its heartbeat is sent once for each report. Never throws, never waits. */
  report(part: ReportedPart, ok: boolean): void {
    this.reported[part] = ok;
    this.fresh.add(part);
    this.task.nudge();
  }

  /** What a part told last; undefined before the first time, and of parts that are not in use. */
  reportOf(part: ReportedPart): boolean | undefined {
    return this.reported[part];
  }

  private async beat(): Promise<void> {
    const report: SupervisorReport = {
      id: this.id,
      upMs: Math.round(performance.now() - this.startedAt),
      parts: { ...this.reported, ...this.checks.look() },
    };
    const verdicts = await this.judge(report);
    for (const part of HEARTBEAT_PARTS) this.tell(part, verdicts[part]);
  }

  /** Without the board this one's own look has to do: who cannot read it finds no rounds ending well either. */
  private async judge(report: SupervisorReport): Promise<Record<HeartbeatPart, Verdict>> {
    try {
      const seen = await using('redis', this.board.exchange(report));
      this.outage.succeeded();
      return judgeFleet(seen, this.settings.heartbeats.supervisors);
    } catch (error) {
      this.outage.failed(error);
      return judgeFleet([{ report, ageMs: 0 }], 1);
    }
  }

  private tell(part: HeartbeatPart, verdict: Verdict): void {
    if (verdict === 'unknown') return this.state.remove({ part });
    this.state.set({ part }, VALUE[verdict]);
    if (part !== 'stripe') return this.sender.level(part, verdict === 'ok');
    if (this.fresh.delete(part)) this.sender.now(part, verdict === 'ok');
  }
}
