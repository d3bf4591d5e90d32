import { createHash } from 'node:crypto';
import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { Canary } from '#libs/contracts';
import {
  canaryId,
  HandleTakenError,
  isCanary,
  judgeCanary,
  type BrokerRepository,
  type StreamerRepository,
} from '#libs/domain';
import { LOGGER, Metrics, type Logger } from '#libs/observability';
import { BROKER_REPOSITORY, STREAMER_REPOSITORY } from '#libs/persistence';
import { OutageLog, using } from '../outage-log.js';
import { RepeatingTask } from '../repeating-task.js';
import { PlacementLoop } from '../placement/placement-loop.js';
import { ReadModelSync } from '../read-models/read-model-sync.js';
import { WidgetKeyVault } from '../streamers/widget-key-vault.js';
import { SETTINGS, type SupervisorSettings } from '../supervisor.tokens.js';
import { CanaryPage } from './canary-page.js';

const INTERVAL_MS = 1000;
const STATE_VALUE = { ok: 0, late: 1, silent: 2 } as const;
const LEGS = ['tiktokToWorker', 'workerToPage', 'tiktokToPage'] as const;

interface Bird {
  page: CanaryPage;
  startedAt: number;
  shown: Pick<Canary, 'state' | 'since'>;
  /** The state that was logged last. */
  told: Canary['state'];
}

/**
 * Follows the configured rooms the way a customer is followed, from TikTok to a page on the gateway, and says whether
 * events arrive there, and how old. Does nothing without CANARY_HANDLES.
 */
@Injectable()
export class CanaryWatch implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly birds = new Map<string, Bird>();
  private readonly task: RepeatingTask;
  private readonly outage: OutageLog;
  private swept = false;

  constructor(
    @Inject(STREAMER_REPOSITORY) private readonly streamers: StreamerRepository,
    @Inject(BROKER_REPOSITORY) private readonly brokers: Pick<BrokerRepository, 'list'>,
    @Inject(WidgetKeyVault) private readonly vault: WidgetKeyVault,
    @Inject(ReadModelSync) private readonly readModels: ReadModelSync,
    @Inject(PlacementLoop) private readonly placement: PlacementLoop,
    @Inject(SETTINGS) private readonly settings: SupervisorSettings,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(Metrics) metrics: Metrics,
  ) {
    this.registerMetrics(metrics);
    this.outage = new OutageLog(logger, 'canary');
    this.task = new RepeatingTask(INTERVAL_MS, () => this.look(), this.outage.failed.bind(this.outage));
  }

  onApplicationBootstrap(): void {
    this.task.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.task.stop();
    for (const { page } of this.birds.values()) page.close();
  }

  /** How the canaries are, for health, heartbeat and API; empty when none is configured. */
  report(): Canary[] {
    return [...this.birds].map(([handle, bird]) => {
      const { page, startedAt, shown } = bird;
      const { welcome, source, lastEventAt, recent } = page;
      const now = Date.now();
      const verdict = judgeCanary(
        { now, startedAt, welcome, source, lastEventAt, recent },
        this.settings.canary.limits,
      );
      if (verdict.state !== shown.state) bird.shown = { state: verdict.state, since: now };
      const { state, cause, ages } = verdict;
      return { handle, state, since: bird.shown.since, ...(cause ? { cause } : {}), lastEventAt, ages };
    });
  }

  /** True at the moment of asking. */
  private registerMetrics(metrics: Metrics): void {
    const report = () => this.report();
    metrics.gauge({
      name: 'streamshape_canary_state',
      help: 'Whether events of the canary room reach a page: 0 ok, 1 late, 2 silent',
      labelNames: ['handle'],
      collect() {
        this.reset();
        for (const { handle, state } of report()) this.set({ handle }, STATE_VALUE[state]);
      },
    });
    metrics.gauge({
      name: 'streamshape_canary_age_seconds',
      help: 'Age of events of the canary room, of the median, by leg of the way; absent before the first',
      labelNames: ['handle', 'leg'],
      collect() {
        this.reset();
        for (const { handle, ages } of report()) {
          for (const leg of LEGS) if (ages[leg] !== null) this.set({ handle, leg }, ages[leg] / 1000);
        }
      },
    });
  }

  private async look(): Promise<void> {
    const { handles } = this.settings.canary;
    if (!this.swept) await this.sweep(new Set(handles.map(idOf)));
    for (const handle of handles) if (!this.birds.has(handle)) await this.release(handle);
    for (const canary of this.report()) this.tell(canary, this.birds.get(canary.handle)!);
    this.outage.succeeded();
  }

  /** Takes canaries away that are not configured any more. */
  private async sweep(wanted: ReadonlySet<string>): Promise<void> {
    for (const { streamerId, streamer } of await using('postgres', this.brokers.list())) {
      if (!streamer || !isCanary(streamerId) || wanted.has(streamerId)) continue;
      await using('postgres', this.streamers.remove(streamerId));
      this.placement.nudge();
      await this.readModels.publish(streamerId);
    }
    this.swept = true;
  }

  /** Sees to it that the canary is a streamer like others, and opens its page. */
  private async release(handle: string): Promise<void> {
    const id = idOf(handle);
    const key = (await this.keyOf(id)) ?? (await this.create(id, handle));
    if (key === undefined) return;
    const now = Date.now();
    const page = new CanaryPage(this.settings.canary.gatewayUrl, key);
    this.birds.set(handle, { page, startedAt: now, shown: { state: 'ok', since: now }, told: 'ok' });
  }

  private async keyOf(id: string): Promise<string | undefined> {
    const known = await using('postgres', this.streamers.find(id));
    return known && this.vault.open(known.key.encrypted, id);
  }

  private async create(id: string, handle: string): Promise<string | undefined> {
    const key = this.vault.generate();
    try {
      await this.streamers.create({ id, handle, enabled: true, timeZone: 'UTC', key: this.vault.seal(key, id) });
    } catch (error) {
      // Another supervisor was first, or a customer follows this room.
      if (!(error instanceof HandleTakenError)) throw error;
      const theirs = await this.keyOf(id);
      if (theirs === undefined) this.outage.failed(error);
      return theirs;
    }
    this.placement.nudge();
    await this.readModels.publish(id);
    return key;
  }

  private tell(canary: Canary, bird: Bird): void {
    const { handle, state, cause, ages } = canary;
    if (bird.told === state) return;
    bird.told = state;
    if (state === 'ok') this.logger.info({ handle, code: 'CANARY.OK' }, 'Events of the canary arrive in time again');
    else {
      const code = state === 'late' ? 'CANARY.LATE' : 'CANARY.SILENT';
      this.logger.error({ handle, code, cause, ages }, 'Events of the canary do not arrive as they should');
    }
  }
}

function idOf(handle: string): string {
  return canaryId(createHash('sha256').update(handle).digest('hex').slice(0, 12));
}
