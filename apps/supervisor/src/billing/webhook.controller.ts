import { Body, Controller, Headers, HttpCode, Inject, Post } from '@nestjs/common';
import { BadSignatureError, type ProviderMessage, type WebhookInbox } from '#libs/domain';
import { LOGGER, Metrics, type Counter, type Logger } from '#libs/observability';
import { WEBHOOK_INBOX } from '#libs/persistence';
import { ProblemError } from '../http/problem.js';
import { RareWarning } from '../rare-warning.js';
import { BILLING_GATE, type BillingGate } from './billing.tokens.js';
import { WebhookWorker } from './webhook-worker.js';

const ABOUT_MONEY = /^(customer|invoice|checkout\.session|customer\.subscription)\./;

/** Stores what Stripe says and answers at once; the work comes later. While nothing can be stored Stripe is told to come again. */
@Controller('webhooks')
export class WebhookController {
  private readonly received: Counter;
  private readonly refused: RareWarning;

  constructor(
    @Inject(BILLING_GATE) private readonly gate: BillingGate | undefined,
    @Inject(WEBHOOK_INBOX) private readonly inbox: WebhookInbox,
    @Inject(WebhookWorker) private readonly worker: WebhookWorker,
    @Inject(LOGGER) logger: Logger,
    @Inject(Metrics) metrics: Metrics,
  ) {
    const what =
      'Messages to /webhooks/stripe are refused: strangers, a wrong STRIPE_WEBHOOK_SECRET, or a clock that is off';
    this.refused = new RareWarning(logger, what);
    this.received = metrics.counter({
      name: 'streamshape_stripe_webhooks_total',
      help: 'Messages from Stripe by what was done at their arrival: stored, known, ignored, refused',
      labelNames: ['arrival'],
    });
    // An increase is seen only of what was there before.
    this.received.inc({ arrival: 'refused' }, 0);
  }

  @Post('stripe')
  @HttpCode(200)
  async stripe(
    @Body() body: unknown,
    @Headers('stripe-signature') signature: string | undefined,
  ): Promise<{ received: true }> {
    if (!this.gate) throw new ProblemError(404, 'BILLING.OFF', 'Nothing is sold on this server');
    const message = this.read(this.gate, body, signature);
    const ignored = this.whyNot(this.gate, message);
    const fresh = await this.inbox.accept(message, ignored);
    this.received.inc({ arrival: ignored === undefined ? (fresh ? 'stored' : 'known') : 'ignored' });
    if (fresh && ignored === undefined) this.worker.nudge();
    return { received: true };
  }

  private read({ messages }: BillingGate, body: unknown, signature: string | undefined): ProviderMessage {
    try {
      return messages.read(Buffer.isBuffer(body) ? body : Buffer.alloc(0), signature);
    } catch (error) {
      if (!(error instanceof BadSignatureError)) throw error;
      this.received.inc({ arrival: 'refused' });
      this.refused.warn({ reason: error.message });
      throw new ProblemError(400, error.code, 'The signature is missing, wrong or too old');
    }
  }

  private whyNot({ messages }: BillingGate, { live, type }: ProviderMessage): string | undefined {
    if (live !== messages.live) return live ? 'is about real money, the key is not' : 'is a test, the key is not';
    return ABOUT_MONEY.test(type) ? undefined : 'is of a type that means nothing here';
  }
}
