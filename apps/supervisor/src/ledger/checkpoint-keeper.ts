import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import {
  calendarDay,
  isCanary,
  shownTotals,
  type BrokerRepository,
  type Checkpoint,
  type LedgerHistory,
  type ProjectionReading,
  type ProjectionStore,
} from '#libs/domain';
import { LOGGER, type Logger } from '#libs/observability';
import { BROKER_REPOSITORY, LEDGER_HISTORY } from '#libs/persistence';
import { OutageLog, using } from '../outage-log.js';
import { RepeatingTask } from '../repeating-task.js';
import { SampleKeeper } from '../streams/sample-keeper.js';
import { PROJECTIONS } from '../supervisor.tokens.js';

const INTERVAL_MS = 10_000;
const RANKED = 50;
const BATCH = 100;

/** Likes and shares as they are shown now. `undefined` until the base is in: it would forget the epochs before. */
export function toCheckpoint(streamerId: string, reading: ProjectionReading): Checkpoint | undefined {
  const { position, base, zone, counted, day, before, at, ranks, profiles } = reading;
  if (base?.epoch !== position.epoch) return undefined;
  const today = calendarDay(zone)(at);
  const totals = shownTotals(counted, day, before, today);
  const counts = Object.fromEntries(
    (['likes', 'shares'] as const).flatMap((metric) => [
      [`s.${metric}`, totals.session[metric]],
      [`d.${metric}`, totals.today[metric]],
      [`a.${metric}`, totals.allTime[metric]],
    ]),
  );
  const boards = (['s:likes', 'a:likes'] as const).map((board) => [board, ranks[board]?.shown ?? {}] as const);
  const users = new Set(boards.flatMap(([, ranking]) => Object.keys(ranking)));
  return {
    ...{ streamerId, epoch: position.epoch, takenAt: at, day: today, counts },
    ranks: Object.fromEntries(boards),
    profiles: Object.fromEntries([...profiles].filter(([user]) => users.has(user))),
  };
}

/** Keeps in PostgreSQL what lives in Redis alone: every 10 s, where it changed, and once more at the end. */
@Injectable()
export class CheckpointKeeper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly task: RepeatingTask;
  private readonly outage: OutageLog;
  private readonly saved = new Map<string, string>();

  constructor(
    @Inject(PROJECTIONS) private readonly projections: ProjectionStore,
    @Inject(LEDGER_HISTORY) private readonly history: LedgerHistory,
    @Inject(BROKER_REPOSITORY) private readonly brokers: Pick<BrokerRepository, 'list'>,
    @Inject(SampleKeeper) private readonly samples: SampleKeeper,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.outage = new OutageLog(logger, 'checkpoint');
    this.task = new RepeatingTask(INTERVAL_MS, () => this.save(), this.outage.failed.bind(this.outage));
  }

  onApplicationBootstrap(): void {
    this.task.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.task.stop();
    await this.save().catch((error: unknown) => this.outage.failed(error));
  }

  /** One round. */
  async save(): Promise<void> {
    const brokers = await using('postgres', this.brokers.list());
    const ids = brokers
      .filter(({ streamer, streamerId }) => streamer && !isCanary(streamerId))
      .map(({ streamerId }) => streamerId);
    for (let start = 0; start < ids.length; start += BATCH) await this.saveSome(ids.slice(start, start + BATCH));
    for (const id of [...this.saved.keys()].filter((known) => !ids.includes(known))) this.saved.delete(id);
    this.samples.forgetAllBut(new Set(ids));
    this.outage.succeeded();
  }

  private async saveSome(ids: readonly string[]): Promise<void> {
    const readings = await using('redis', this.projections.read(ids, RANKED));
    const changed = ids.flatMap((streamerId, index) => {
      const reading = readings[index];
      const checkpoint = reading && toCheckpoint(streamerId, reading);
      const text = checkpoint && JSON.stringify([checkpoint.epoch, checkpoint.day, checkpoint.counts]);
      return checkpoint && this.saved.get(streamerId) !== text ? [{ checkpoint, text: text! }] : [];
    });
    await using('postgres', this.history.saveCheckpoints(changed.map(({ checkpoint }) => checkpoint)));
    for (const { checkpoint, text } of changed) this.saved.set(checkpoint.streamerId, text);
    await this.samples.look(ids.map((streamerId, index) => ({ streamerId, reading: readings[index] })));
  }
}
