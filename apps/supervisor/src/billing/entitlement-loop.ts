import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { isOver, ProviderUnavailableError, type BillingBook, type BillingProvider } from '#libs/domain';
import { LOGGER, type Logger } from '#libs/observability';
import { BILLING_BOOK } from '#libs/persistence';
import { BackOffs } from '../back-off.js';
import { inBatches } from '../in-batches.js';
import { DependencyError, OutageLog, using } from '../outage-log.js';
import { RepeatingTask } from '../repeating-task.js';
import { BILLING_GATE, type BillingGate } from './billing.tokens.js';
import { CustomerChores } from './customer-chores.js';
import { EntitlementsService } from './entitlements.service.js';
import { StripeSilence } from './stripe-silence.js';

const INTERVAL_MS = 1000;
const BATCH = 100;
const WIDTH = 4;
/** An account that was to be asked about is asked about again after so long. */
const AGAIN_MS = 60_000;
const TROUBLE_MS = 5000;
const LAST_TROUBLE_MS = 600_000;
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
  private readonly silence: StripeSilence;
  /** Accounts that cannot be decided about, for reasons of their own. */
  private readonly troubled = new BackOffs(TROUBLE_MS, LAST_TROUBLE_MS);
  private orphansAt = 0;

  constructor(
    @Inject(BILLING_BOOK) private readonly book: BillingBook,
    @Inject(BILLING_GATE) private readonly gate: BillingGate | undefined,
    @Inject(EntitlementsService) private readonly entitlements: EntitlementsService,
    @Inject(CustomerChores) private readonly chores: CustomerChores,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.silence = new StripeSilence(logger);
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

  /** What needs nobody else first: whatever becomes of Stripe, it is decided. */
  private async tick(): Promise<void> {
    const gate = this.silence.pausing ? undefined : this.gate;
    const asking = gate !== undefined || !this.gate;
    const how = { againMs: AGAIN_MS, asking, silent: this.silence.waiting(), without: this.troubled.waiting() };
    const due = await using('postgres', this.book.due(this.entitlements.policyName, BATCH, how));
    const asks = due.filter(({ ask }) => ask && gate !== undefined);
    const others = due.filter((one) => !asks.includes(one));
    await inBatches(others, WIDTH, ({ accountId }) => this.decide(accountId, false));
    if (gate) await this.silence.pass(() => this.withStripe(gate.provider, asks));
    if (due.length === BATCH) this.task.nudge();
    this.outage.succeeded();
  }

  /** Whatever becomes of one kind of questions, the next is asked too. */
  private async withStripe(provider: BillingProvider, due: readonly { accountId: string }[]): Promise<void> {
    const ask = ({ accountId }: { accountId: string }) => this.decide(accountId, true);
    await this.silence.each(due, { id: ({ accountId }) => accountId, ask, width: WIDTH });
    try {
      await this.chores.run(provider, this.silence);
    } finally {
      await this.endOrphans(provider);
    }
  }

  /** Whoever paid does not go dark because Stripe is out of reach: then nothing changes until it answers. */
  private async decide(accountId: string, ask: boolean): Promise<void> {
    try {
      if (ask) await this.entitlements.sync(accountId, { trigger: 'time' });
      else await this.entitlements.settle(accountId, { trigger: 'time' });
      this.troubled.succeeded(accountId);
    } catch (error) {
      if (error instanceof DependencyError || error instanceof ProviderUnavailableError) throw error;
      this.troubled.failed(accountId);
      this.logger.warn({ err: error, accountId }, 'An account could not be decided about; it is tried again later');
    }
  }

  private async endOrphans(provider: BillingProvider): Promise<void> {
    if (performance.now() < this.orphansAt) return;
    this.orphansAt = performance.now() + ORPHANS_EVERY_MS;
    const orphans = await using('postgres', this.book.orphans(WATCH_EVERY_MS, this.silence.waiting()));
    await this.silence.each(orphans, { id: ({ customerId }) => customerId, ask: (one) => this.endOne(provider, one) });
  }

  private async endOne(
    provider: BillingProvider,
    { customerId, watchedSince }: { customerId: string; watchedSince: number | null },
  ): Promise<void> {
    try {
      await this.endAll(provider, customerId);
      const over = watchedSince !== null && Date.now() - watchedSince >= WATCH_MS;
      await using('postgres', over ? this.book.forget(customerId) : this.book.watch(customerId));
      if (watchedSince === null) this.logger.info({ customerId }, 'Nothing is charged any more for a deleted account');
    } catch (error) {
      if (error instanceof DependencyError) throw error;
      this.logger.warn({ err: error, customerId }, 'A deleted account may still be charged; it is tried again');
      if (error instanceof ProviderUnavailableError) throw error;
      await using('postgres', this.book.watch(customerId));
    }
  }

  /** A page that is open could be paid on after the account has gone. */
  private async endAll(provider: BillingProvider, customerId: string): Promise<void> {
    await provider.closeCheckouts(customerId);
    const { subscriptions } = await provider.customer(customerId);
    for (const one of subscriptions) if (!isOver(one.status)) await provider.change(one.id, { kind: 'end' });
  }
}
