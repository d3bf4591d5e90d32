import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import {
  isCanary,
  LEDGER_METRICS,
  type BrokerRepository,
  type LedgerCounts,
  type LedgerHistory,
  type LedgerMetric,
  type ProjectionReading,
  type ProjectionStore,
} from '#libs/domain';
import { LOGGER, Metrics, type Gauge, type Logger } from '#libs/observability';
import { BROKER_REPOSITORY, LEDGER_HISTORY } from '#libs/persistence';
import { OutageLog, using } from '../outage-log.js';
import { RepeatingTask } from '../repeating-task.js';
import { PROJECTIONS } from '../supervisor.tokens.js';

const INTERVAL_MS = 60_000;
/** A difference seen this many rounds one after another is no delay any more. */
const LASTING_ROUNDS = 2;

interface Seen {
  epoch: string;
  offset: number;
  at: number;
  counts: LedgerCounts;
}

/** What the current epoch counted of what the ledger holds too. */
export function ledgerCountsOf({ counted }: ProjectionReading): LedgerCounts {
  const read = (metric: LedgerMetric) => counted[`a.${metric}`] ?? 0;
  return { coins: read('coins'), gifts: read('gifts'), follows: read('follows'), subscribes: read('subscribes') };
}

/**
 * Compares the log with the ledger: what a log had counted a round ago must be in the ledger once the outbox holds
 * nothing from that time. A lasting difference is an operator's alarm.
 */
@Injectable()
export class LedgerComparison implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly task: RepeatingTask;
  private readonly outage: OutageLog;
  private readonly gauge: Gauge<'metric'>;
  private readonly seen = new Map<string, Seen>();
  private readonly equal = new Map<string, string>();
  private readonly different = new Map<string, { rounds: number; by: LedgerCounts }>();

  constructor(
    @Inject(PROJECTIONS) private readonly projections: ProjectionStore,
    @Inject(LEDGER_HISTORY) private readonly history: LedgerHistory,
    @Inject(BROKER_REPOSITORY) private readonly brokers: Pick<BrokerRepository, 'list'>,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(Metrics) metrics: Metrics,
  ) {
    this.gauge = metrics.gauge({
      name: 'streamshape_ledger_difference',
      help: 'How far event logs and the ledger disagree, lastingly; more than 0 is an alarm',
      labelNames: ['metric'],
    });
    this.outage = new OutageLog(logger, 'ledger comparison');
    this.task = new RepeatingTask(INTERVAL_MS, () => this.compare(), this.outage.failed.bind(this.outage));
  }

  onApplicationBootstrap(): void {
    this.task.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.task.stop();
  }

  /** One round. */
  async compare(): Promise<void> {
    const brokers = await using('postgres', this.brokers.list());
    const ids = brokers
      .filter(({ streamer, streamerId }) => streamer && !isCanary(streamerId))
      .map(({ streamerId }) => streamerId);
    const readings = await using('redis', this.projections.read(ids));
    const ready: { streamerId: string; seen: Seen }[] = [];
    for (const [index, streamerId] of ids.entries()) {
      const reading = readings[index];
      const seen = this.seen.get(streamerId);
      if (reading && seen && this.hasSettled(seen, reading)) ready.push({ streamerId, seen });
      if (reading) this.look(streamerId, reading);
    }
    await this.judge(
      ready.filter(({ streamerId, seen }) => this.equal.get(streamerId) !== JSON.stringify(seen.counts)),
    );
    this.forgetAllBut(new Set(ids));
    this.report();
    this.outage.succeeded();
  }

  private hasSettled(seen: Seen, { position, outboxSince }: ProjectionReading): boolean {
    return seen.epoch === position.epoch && (outboxSince === undefined || outboxSince > seen.at);
  }

  private look(streamerId: string, reading: ProjectionReading): void {
    const { position, at } = reading;
    if (this.seen.get(streamerId)?.epoch !== position.epoch) this.equal.delete(streamerId);
    this.seen.set(streamerId, { ...position, at, counts: ledgerCountsOf(reading) });
  }

  private async judge(ready: readonly { streamerId: string; seen: Seen }[]): Promise<void> {
    const ranges = ready.map(({ streamerId, seen }) => ({ streamerId, epoch: seen.epoch, offset: seen.offset }));
    const sums = await using('postgres', this.history.sums(ranges));
    for (const [index, { streamerId, seen }] of ready.entries()) this.note(streamerId, seen, sums[index]!);
  }

  private note(streamerId: string, { counts, epoch }: Seen, ledger: LedgerCounts): void {
    if (LEDGER_METRICS.every((metric) => counts[metric] === ledger[metric])) {
      this.equal.set(streamerId, JSON.stringify(counts));
      if (this.different.delete(streamerId)) this.logger.info({ streamerId }, 'Log and ledger agree again');
      return;
    }
    const rounds = (this.different.get(streamerId)?.rounds ?? 0) + 1;
    const apart = LEDGER_METRICS.map((metric) => [metric, Math.abs(counts[metric] - ledger[metric])]);
    this.different.set(streamerId, { rounds, by: Object.fromEntries(apart) as LedgerCounts });
    if (rounds === LASTING_ROUNDS) {
      this.logger.error({ streamerId, epoch, log: counts, ledger }, 'Log and ledger disagree. See npm run rebuild');
    }
  }

  private forgetAllBut(ids: ReadonlySet<string>): void {
    for (const map of [this.seen, this.equal, this.different]) {
      for (const id of [...map.keys()].filter((known) => !ids.has(known))) map.delete(id);
    }
  }

  private report(): void {
    const lasting = [...this.different.values()].filter(({ rounds }) => rounds >= LASTING_ROUNDS);
    for (const metric of LEDGER_METRICS) {
      this.gauge.set(
        { metric },
        lasting.reduce((sum, { by }) => sum + by[metric], 0),
      );
    }
  }
}
