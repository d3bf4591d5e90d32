import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import {
  calendarDay,
  startOfDay,
  type BrokerRepository,
  type LedgerHistory,
  type ProjectionReading,
  type ProjectionStore,
} from '#libs/domain';
import { LOGGER, type Logger } from '#libs/observability';
import { BROKER_REPOSITORY, LEDGER_HISTORY } from '#libs/persistence';
import { inBatches } from '../in-batches.js';
import { OutageLog, using } from '../outage-log.js';
import { RepeatingTask } from '../repeating-task.js';
import { PROJECTIONS } from '../supervisor.tokens.js';
import { isBaseDue, toCountBase } from './count-base.js';

const INTERVAL_MS = 1000;
const WIDTH = 4;

/**
 * Gives every log the base of its epoch: what the epochs before it counted, from the ledger and the checkpoint. Looks
 * at what is there, not at what happened, so several supervisors may do it and a missed round does no harm.
 */
@Injectable()
export class BaseKeeper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly task: RepeatingTask;
  private readonly outage: OutageLog;

  constructor(
    @Inject(PROJECTIONS) private readonly projections: ProjectionStore,
    @Inject(LEDGER_HISTORY) private readonly history: LedgerHistory,
    @Inject(BROKER_REPOSITORY) private readonly brokers: Pick<BrokerRepository, 'list'>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.outage = new OutageLog(logger, 'count base');
    this.task = new RepeatingTask(INTERVAL_MS, () => this.tick(), this.outage.failed.bind(this.outage));
  }

  onApplicationBootstrap(): void {
    this.task.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.task.stop();
  }

  /** Computes the base of one log anew and sets it. False when the log began another epoch meanwhile. */
  async write(streamerId: string, zone: string, { position, at }: ProjectionReading): Promise<boolean> {
    const { epoch } = position;
    const older = await using('postgres', this.history.olderThan(streamerId, epoch, startOfDay(zone, at)));
    const checkpoint = await using('postgres', this.history.checkpointBefore(streamerId, epoch));
    const base = toCountBase(older, checkpoint, { epoch, zone, day: calendarDay(zone)(at) });
    return await using('redis', this.projections.writeBase(streamerId, base));
  }

  private async tick(): Promise<void> {
    const brokers = await using('postgres', this.brokers.list());
    const known = brokers.flatMap(({ streamerId, streamer }) => (streamer ? [{ streamerId, ...streamer }] : []));
    const readings = await using('redis', this.projections.read(known.map(({ streamerId }) => streamerId)));
    const due = known.flatMap(({ streamerId, timeZone }, index) => {
      const reading = readings[index];
      return reading && isBaseDue(reading, timeZone) ? [{ streamerId, timeZone, reading }] : [];
    });
    await inBatches(due, WIDTH, async ({ streamerId, timeZone, reading }) => {
      const first = reading.base?.epoch !== reading.position.epoch;
      const written = await this.write(streamerId, timeZone, reading);
      if (written && first) this.logger.debug({ streamerId, epoch: reading.position.epoch }, 'Wrote a base of counts');
    });
    this.outage.succeeded();
  }
}
