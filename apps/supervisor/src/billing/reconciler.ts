import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { ReconcileReport } from '#libs/contracts';
import { UnknownCustomerError, type BillingBook } from '#libs/domain';
import type { MirroredSubscription, SubscriptionGlimpse } from '#libs/domain';
import { LOGGER, type Logger } from '#libs/observability';
import { BILLING_BOOK } from '#libs/persistence';
import { Heartbeats } from '../heartbeats/heartbeats.js';
import { inBatches } from '../in-batches.js';
import { DependencyError, OutageLog, using } from '../outage-log.js';
import { RepeatingTask } from '../repeating-task.js';
import { BILLING_GATE, BILLING_SETTINGS, type BillingGate, type BillingSettings } from './billing.tokens.js';
import { EntitlementsService } from './entitlements.service.js';

const WIDTH = 4;
/** As many customers at once, and more than half of all, do not end by themselves. */
const MANY = 10;

function differs(seen: SubscriptionGlimpse, mirrored: MirroredSubscription | undefined): boolean {
  if (!mirrored) return true;
  const { status, priceId, endsAt, customerId } = mirrored.facts;
  // Who owes may have paid one invoice of several: only a closer look tells.
  const owes = status === 'past_due' || status === 'unpaid';
  const same = status === seen.status && priceId === seen.priceId && endsAt === seen.endsAt;
  return owes || !same || customerId !== seen.customerId;
}

/** Compares everything with Stripe every few minutes, and asks about what differs: no lost message can do harm for long. */
@Injectable()
export class Reconciler implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly task: RepeatingTask;
  private readonly outage: OutageLog;

  constructor(
    @Inject(BILLING_BOOK) private readonly book: BillingBook,
    @Inject(BILLING_GATE) private readonly gate: BillingGate | undefined,
    @Inject(BILLING_SETTINGS) settings: BillingSettings,
    @Inject(EntitlementsService) private readonly entitlements: EntitlementsService,
    @Inject(Heartbeats) private readonly heartbeats: Heartbeats,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.outage = new OutageLog(logger, 'reconcile');
    const run = async () => void (await this.run('by itself'));
    this.task = new RepeatingTask(settings.reconcileMs, run, this.outage.failed.bind(this.outage));
  }

  onApplicationBootstrap(): void {
    if (this.gate) this.task.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.task.stop();
  }

  /**
   * Rejects when Stripe does not answer at all. Either way the heartbeat of this loop hears how it went. By itself it
   * leaves alone what would stop most customers at once: that wants somebody to look.
   */
  async run(by: 'by itself' | 'an admin'): Promise<ReconcileReport> {
    try {
      const report = await this.compare(by === 'by itself');
      this.heartbeats.report('stripe', report.failed === 0);
      return report;
    } catch (error) {
      this.heartbeats.report('stripe', false);
      throw error;
    }
  }

  private async compare(careful: boolean): Promise<ReconcileReport> {
    const { customers, vanished } = await this.unequal(careful);
    const report = { accounts: customers.size, changed: 0, failed: vanished };
    let unknown = 0;
    await inBatches([...customers], WIDTH, async (customerId) => {
      try {
        const result = await this.entitlements.syncCustomer(customerId, 'reconcile');
        if (result?.changed) report.changed += 1;
      } catch (error) {
        if (error instanceof DependencyError) throw error;
        report.failed += 1;
        if (error instanceof UnknownCustomerError) {
          unknown += 1;
          return;
        }
        this.logger.warn({ err: error, customerId }, 'A customer could not be compared with Stripe');
      }
    });
    if (vanished > 0) {
      const what = 'Most customers have no subscription at Stripe any more. Nothing was changed for them';
      this.logger.error({ vanished }, `${what}: look at STRIPE_SECRET_KEY, then compare as an admin`);
    }
    if (unknown > 0) {
      const what = 'Stripe has never heard of customers that are stored here. Nothing was changed for them';
      this.logger.error({ unknown }, `${what}: STRIPE_SECRET_KEY is of another account or mode`);
    }
    if (report.changed > 0) this.logger.info(report, 'What is stored was not what Stripe says, and is now');
    this.outage.succeeded();
    return report;
  }

  /** `vanished`: so many are left alone. */
  private async unequal(careful: boolean): Promise<{ customers: Set<string>; vanished: number }> {
    if (!this.gate) return { customers: new Set(), vanished: 0 };
    const before = await using('postgres', this.book.mirrored());
    const mirrored = new Map(before.map((one) => [one.facts.id, one]));
    const customers = new Set<string>();
    for await (const seen of this.gate.provider.living()) {
      const known = mirrored.get(seen.id);
      // What carries no account of ours was sold by somebody else.
      if ((known || seen.accountId !== null) && differs(seen, known)) customers.add(seen.customerId);
      mirrored.delete(seen.id);
    }
    const gone = new Set([...mirrored.values()].map(({ facts }) => facts.customerId));
    const all = new Set(before.map(({ facts }) => facts.customerId));
    if (careful && gone.size >= MANY && gone.size * 2 > all.size) return { customers, vanished: gone.size };
    for (const customerId of gone) customers.add(customerId);
    return { customers, vanished: 0 };
  }
}
