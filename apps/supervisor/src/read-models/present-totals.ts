import { setTimeout } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { Counts } from '#libs/contracts';
import {
  shownTotals,
  type CountMap,
  type LedgerHistory,
  type ProjectionReading,
  type ProjectionStore,
} from '#libs/domain';
import { LEDGER_HISTORY } from '#libs/persistence';
import { ProblemError } from '../http/problem.js';
import { toCountBase } from '../ledger/count-base.js';
import { PROJECTIONS } from '../supervisor.tokens.js';

const WAIT_MS = 2000;
const LOOK_AGAIN_MS = 100;
/** No epoch has this name, so everything is older than it. */
const NO_EPOCH = '';
/** All-time totals are the same in every time zone. */
const PLACE = { zone: 'UTC', day: '' };

const unavailable = (detail: string) =>
  new ProblemError(503, 'TOTALS.UNAVAILABLE', detail, undefined, { 'retry-after': '2' });

/** All-time totals as they are shown, for whatever begins to count from them. */
@Injectable()
export class PresentTotals {
  constructor(
    @Inject(PROJECTIONS) private readonly projections: Pick<ProjectionStore, 'read'>,
    @Inject(LEDGER_HISTORY) private readonly history: Pick<LedgerHistory, 'olderThan' | 'checkpointBefore'>,
  ) {}

  /**
   * What Redis does not know yet, because a stream has just begun or Redis came back empty, is read from the ledger.
   * Throws a problem when the totals cannot be known: too low ones would let whatever counts from them jump later.
   */
  async of(streamerId: string): Promise<Counts> {
    const reading = await this.settled(streamerId);
    if (reading !== undefined && reading.base?.epoch === reading.position.epoch) {
      return shownTotals(reading.counted, reading.day, reading.before, reading.day).allTime;
    }
    const counts = await this.earlier(streamerId, reading?.position.epoch ?? NO_EPOCH);
    return shownTotals(reading?.counted ?? {}, '', { day: '', counts }, '').allTime;
  }

  /** Waits a little for counts of an earlier epoch that are on their way into the ledger. */
  private async settled(streamerId: string): Promise<ProjectionReading | undefined> {
    const deadline = performance.now() + WAIT_MS;
    for (;;) {
      const [reading] = await this.projections.read([streamerId]).catch(() => {
        throw unavailable('The totals cannot be read at the moment. Try again');
      });
      if (reading === undefined || reading.base?.epoch === reading.position.epoch) return reading;
      if (reading.outboxSince === undefined || reading.outboxSince >= reading.began) return reading;
      if (performance.now() > deadline) throw unavailable('The totals are being rebuilt. Try again in some seconds');
      await setTimeout(LOOK_AGAIN_MS);
    }
  }

  private async earlier(streamerId: string, epoch: string): Promise<CountMap> {
    const older = await this.history.olderThan(streamerId, epoch, 0);
    const checkpoint = await this.history.checkpointBefore(streamerId, epoch);
    return toCountBase(older, checkpoint, { epoch, ...PLACE }).totals;
  }
}
