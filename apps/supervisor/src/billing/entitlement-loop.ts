import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { isOver, ProviderUnavailableError, type BillingBook, type BillingProvider } from '#libs/domain';
import { LOGGER, type Logger } from '#libs/observability';
import { BILLING_BOOK } from '#libs/persistence';
import { inBatches } from '../in-batches.js';
import { DependencyError, OutageLog, using } from '../outage-log.js';
import { RepeatingTask } from '../repeating-task.js';
import { BILLING_GATE, type BillingGate } from './billing.tokens.js';
import { EntitlementsService } from './entitlements.service.js';

const INTERVAL_MS = 1000;
const BATCH = 100;
const WIDTH = 4;
/** Stripe is asked again after so long while it does not answer. */
const AGAIN_MS = 60_000;
const ORPHANS_EVERY_MS = 2000;
/** Whoever was left by an account is looked at so often, and for longer than any page can be paid on. */
const WATCH_EVERY_MS = 600_000;
const WATCH_MS = 25 * 3_600_000;

/**
 * Decides what time decides: the end of a grace period or a grant, what is new, what a change of the configuration
 * means. Also ends what is still charged for accounts that were deleted.
 */
@Injectable()
export class EntitlementLoop implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly task: RepeatingTask;
  private readonly outage: OutageLog;
  private orphansAt = 0;

  constructor(
    @Inject(BILLING_BOOK) private readonly book: BillingBook,
    @Inject(BILLING_GATE) private readonly gate: BillingGate | undefined,
    @Inject(EntitlementsService) private readonly entitlements: EntitlementsService,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.outage = new OutageLog(logger, 'entitlements');
    this.task = new RepeatingTask(INTERVAL_MS, () => this.tick(), this.outage.failed.bind(this.outage));
  }

  onApplicationBootstrap(): void {
    this.task.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.task.stop();
  }

  /** An account may have to be looked at. */
  nudge(): void {
    this.task.nudge();
  }

  private async tick(): Promise<void> {
    const due = await using('postgres', this.book.due(this.entitlements.policyName, BATCH, AGAIN_MS));
    await inBatches(due, WIDTH, ({ accountId, ask }) => this.settle(accountId, ask));
    if (due.length === BATCH) this.task.nudge();
    await this.endOrphans();
    this.outage.succeeded();
  }

  /** Whoever paid does not go dark because Stripe is out of reach: then nothing changes until it answers. */
  private async settle(accountId: string, ask: boolean): Promise<void> {
    try {
      if (ask && this.gate) await this.entitlements.sync(accountId, { trigger: 'time' });
      else await this.entitlements.settle(accountId, { trigger: 'time' });
    } catch (error) {
      if (error instanceof DependencyError) throw error;
      this.logger.warn({ err: error, accountId }, 'An account could not be decided about; it is tried again soon');
    }
  }

  private async endOrphans(): Promise<void> {
    if (!this.gate || performance.now() < this.orphansAt) return;
    this.orphansAt = performance.now() + ORPHANS_EVERY_MS;
    const { provider } = this.gate;
    for (const { customerId, watchedSince } of await using('postgres', this.book.orphans(WATCH_EVERY_MS))) {
      try {
        await this.endAll(provider, customerId);
        const over = watchedSince !== null && Date.now() - watchedSince >= WATCH_MS;
        await using('postgres', over ? this.book.forget(customerId) : this.book.watch(customerId));
        if (watchedSince === null)
          this.logger.info({ customerId }, 'Nothing is charged any more for a deleted account');
      } catch (error) {
        if (error instanceof DependencyError) throw error;
        this.logger.warn({ err: error, customerId }, 'A deleted account may still be charged; it is tried again');
        // The others would wait as long for the same answer, and everybody else's entitlement behind them.
        if (error instanceof ProviderUnavailableError) return;
        await using('postgres', this.book.watch(customerId));
      }
    }
  }

  /** A page that is open could be paid on after the account has gone. */
  private async endAll(provider: BillingProvider, customerId: string): Promise<void> {
    await provider.closeCheckouts(customerId);
    const { subscriptions } = await provider.customer(customerId);
    for (const one of subscriptions) if (!isOver(one.status)) await provider.change(one.id, { kind: 'end' });
  }
}
