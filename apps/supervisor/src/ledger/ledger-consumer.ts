import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { isCanary } from '#libs/domain';
import type { EndedStream, LedgerHistory, LedgerRepository, Outbox, OutboxEntry, ProjectionStore } from '#libs/domain';
import { LOGGER, Metrics, type Counter, type Logger } from '#libs/observability';
import { LEDGER_HISTORY, LEDGER_REPOSITORY } from '#libs/persistence';
import { OutageLog, using } from '../outage-log.js';
import { RepeatingTask } from '../repeating-task.js';
import { OUTBOX, PROJECTIONS } from '../supervisor.tokens.js';
import { toLedgerRow } from './ledger-row.js';

const INTERVAL_MS = 500;
const BATCH_PER_SHARD = 200;

/**
 * Moves what the event logs put aside into the ledger: stored first, acknowledged after, so nothing is lost and a
 * repetition adds nothing. Several supervisors share the work.
 */
@Injectable()
export class LedgerConsumer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly task: RepeatingTask;
  private readonly outage: OutageLog;
  private readonly stored: Counter;

  constructor(
    @Inject(OUTBOX) private readonly outbox: Outbox,
    @Inject(LEDGER_REPOSITORY) private readonly ledger: LedgerRepository,
    @Inject(LEDGER_HISTORY) private readonly history: LedgerHistory,
    @Inject(PROJECTIONS) private readonly projections: ProjectionStore,
    @Inject(LOGGER) logger: Logger,
    @Inject(Metrics) metrics: Metrics,
  ) {
    this.stored = metrics.counter({ name: 'streamshape_ledger_rows_total', help: 'Events new in the ledger' });
    this.outage = new OutageLog(logger, 'ledger');
    this.task = new RepeatingTask(INTERVAL_MS, () => this.drain(), this.outage.failed.bind(this.outage));
  }

  onApplicationBootstrap(): void {
    this.task.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.task.stop();
  }

  private async drain(): Promise<void> {
    const batch = await using('redis', this.outbox.take(BATCH_PER_SHARD));
    if (batch.entries.length > 0) {
      // A canary is nobody's money.
      const entries = batch.entries.filter(({ streamerId }) => !isCanary(streamerId));
      this.stored.inc(await using('postgres', this.ledger.insert(entries.map(toLedgerRow))));
      await this.closeSessions(entries);
      this.task.nudge();
    }
    await using('redis', batch.acknowledge());
    this.outage.succeeded();
  }

  /** Before the batch is acknowledged, so that a session is never left open. */
  private async closeSessions(entries: readonly OutboxEntry[]): Promise<void> {
    const ended = entries.flatMap(({ streamerId, event }): EndedStream[] => {
      if (event.type !== 'stream.ended') return [];
      const { id: eventId, roomId, at: endedAt, receivedAt } = event;
      return [{ streamerId, eventId, roomId, endedAt, receivedAt }];
    });
    if (ended.length === 0) return;
    const readings = await using('redis', this.projections.read(ended.map(({ streamerId }) => streamerId)));
    const summaries = ended.map((stream, index) => {
      const reading = readings[index];
      // A room in progress is the next stream's already: then the checkpoint must do.
      if (reading === undefined || reading.roomId !== undefined) return stream;
      const read = (metric: 'likes' | 'shares') =>
        (reading.counted[`s.${metric}`] ?? 0) + (reading.before.counts[`s.${metric}`] ?? 0);
      const peak = reading.viewers === undefined ? {} : { peakViewers: reading.viewers.peak };
      return { ...stream, likes: read('likes'), shares: read('shares'), ...peak };
    });
    await using('postgres', this.history.closeSessions(summaries));
  }
}
