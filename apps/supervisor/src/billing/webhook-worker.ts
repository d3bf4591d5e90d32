import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { growingDelay, type WebhookInbox, type WebhookRecord } from '#libs/domain';
import { LOGGER, Metrics, type Counter, type Logger } from '#libs/observability';
import { WEBHOOK_INBOX } from '#libs/persistence';
import { inBatches } from '../in-batches.js';
import { DependencyError, OutageLog, using } from '../outage-log.js';
import { RepeatingTask } from '../repeating-task.js';
import { BILLING_GATE, type BillingGate } from './billing.tokens.js';
import { EntitlementsService } from './entitlements.service.js';

const INTERVAL_MS = 1000;
/** Large, so that many messages about one customer become one question. */
const BATCH = 500;
const CLAIM_MS = 30_000;
const WIDTH = 6;
const MAX_ATTEMPTS = 20;
const FIRST_RETRY_MS = 1000;
const LAST_RETRY_MS = 600_000;
const KEEP_MS = 30 * 86_400_000;
const EXPIRE_EVERY_MS = 3_600_000;

/** 1 s, 2 s, 4 s, ... up to ten minutes. `undefined`: enough; the comparison with Stripe does the rest. */
export function webhookRetryMs(attempts: number): number | undefined {
  return attempts >= MAX_ATTEMPTS ? undefined : growingDelay(FIRST_RETRY_MS, LAST_RETRY_MS, attempts - 1);
}

/** Works on what Stripe sent: a message is a hint whom to ask about, and several about one customer are one question. */
@Injectable()
export class WebhookWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly task: RepeatingTask;
  private readonly outage: OutageLog;
  private readonly done: Counter;
  private expireAt = 0;

  constructor(
    @Inject(WEBHOOK_INBOX) private readonly inbox: WebhookInbox,
    @Inject(BILLING_GATE) private readonly gate: BillingGate | undefined,
    @Inject(EntitlementsService) private readonly entitlements: EntitlementsService,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(Metrics) metrics: Metrics,
  ) {
    this.outage = new OutageLog(logger, 'webhooks');
    this.task = new RepeatingTask(INTERVAL_MS, () => this.drain(), this.outage.failed.bind(this.outage));
    this.done = metrics.counter({
      name: 'streamshape_stripe_events_total',
      help: 'Messages from Stripe by what became of them: done, ignored, retried, failed',
      labelNames: ['outcome'],
    });
  }

  onApplicationBootstrap(): void {
    if (this.gate) this.task.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.task.stop();
  }

  /** There is something new. */
  nudge(): void {
    this.task.nudge();
  }

  private async drain(): Promise<void> {
    await this.expire();
    const events = await using('postgres', this.inbox.claim(BATCH, CLAIM_MS));
    if (events.length === BATCH) this.task.nudge();
    const byCustomer = new Map<string, WebhookRecord[]>();
    await inBatches(events, WIDTH, async (event) => {
      const customerId = await this.customerOf(event);
      if (customerId === undefined) return;
      byCustomer.set(customerId, [...(byCustomer.get(customerId) ?? []), event]);
    });
    await inBatches([...byCustomer], WIDTH, ([customerId, about]) => this.work(customerId, about));
    this.outage.succeeded();
  }

  private async customerOf(event: WebhookRecord): Promise<string | undefined> {
    try {
      if (event.customerId !== null) return event.customerId;
      const found = event.subject && (await this.gate?.messages.customerOf(event.subject));
      if (found != null) return found;
      await this.finish([event], 'ignored', 'is about no customer');
    } catch (error) {
      await this.failed([event], error);
    }
    return undefined;
  }

  private async work(customerId: string, events: readonly WebhookRecord[]): Promise<void> {
    try {
      const trigger = `webhook ${events.at(-1)?.id ?? ''}`;
      const result = await this.entitlements.syncCustomer(customerId, trigger);
      if (!result) return await this.finish(events, 'ignored', 'is about nobody here');
      await this.finish(events, 'done', undefined, result.accountId);
    } catch (error) {
      await this.failed(events, error);
    }
  }

  private async finish(
    events: readonly WebhookRecord[],
    outcome: 'done' | 'ignored',
    detail?: string,
    accountId?: string,
  ): Promise<void> {
    const ids = events.map(({ id }) => id);
    const more = { ...(detail !== undefined && { detail }), ...(accountId !== undefined && { accountId }) };
    await using('postgres', this.inbox.finish(ids, { outcome, ...more }));
    this.done.inc({ outcome }, ids.length);
  }

  private async failed(events: readonly WebhookRecord[], error: unknown): Promise<void> {
    // Without the database nothing can be noted: the claim ends by itself, and it is tried again.
    if (error instanceof DependencyError) throw error;
    this.logger.warn({ err: error, events: events.map(({ id }) => id) }, 'Messages from Stripe wait for another try');
    const detail = error instanceof Error ? error.message : String(error);
    for (const { id, attempts } of events) {
      const retryInMs = webhookRetryMs(attempts);
      const result =
        retryInMs === undefined ? { outcome: 'failed' as const } : { outcome: 'waiting' as const, retryInMs };
      await using('postgres', this.inbox.finish([id], { ...result, detail }));
      this.done.inc({ outcome: retryInMs === undefined ? 'failed' : 'retried' });
    }
  }

  private async expire(): Promise<void> {
    if (performance.now() < this.expireAt) return;
    await using('postgres', this.inbox.expire(Date.now() - KEEP_MS));
    this.expireAt = performance.now() + EXPIRE_EVERY_MS;
  }
}
