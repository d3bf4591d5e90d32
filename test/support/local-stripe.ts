import {
  plantCatalogue,
  StripeSimulator,
  type StoredEvent,
  type Subscription,
} from '../../apps/stripe-simulator/src/index.js';

const SECRET_KEY = 'sk_test_of_an_end_to_end_test';
const WEBHOOK_SECRET = 'whsec_of_an_end_to_end_test';

/** The local Stripe for a whole product: what the supervisor needs to know of it, and when it told what. */
export class LocalStripe implements AsyncDisposable {
  private readonly told: { type: string; at: number }[] = [];

  private constructor(
    readonly simulator: StripeSimulator,
    private readonly url: string,
  ) {
    simulator.world.onEvent(({ type }: StoredEvent) => this.told.push({ type, at: performance.now() }));
  }

  /** `supervisorUrl` is where its webhooks go. */
  static async start(supervisorUrl: string): Promise<LocalStripe> {
    const webhooks = { retryMs: 200, maxTries: 12, timeoutMs: 5000 };
    const simulator = new StripeSimulator({ secretKey: SECRET_KEY, webhooks });
    plantCatalogue(simulator);
    const stripe = new LocalStripe(simulator, await simulator.listen());
    const url = `${supervisorUrl}/webhooks/stripe`;
    simulator.webhooks.endpoints.push({ url, secrets: [WEBHOOK_SECRET], form: 'snapshot' });
    return stripe;
  }

  get environment(): Record<string, string> {
    return {
      STRIPE_SECRET_KEY: SECRET_KEY,
      STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
      STRIPE_PRICE_ID: 'price_demo_monthly,price_demo_yearly',
      STRIPE_API_URL: this.url,
    };
  }

  get subscriptions(): Subscription[] {
    return [...this.simulator.world.store.subscriptions.values()];
  }

  /** When the last event of that type left, by `performance.now()`. */
  toldAt(type: string): number {
    const last = this.told.findLast((event) => event.type === type);
    if (!last) throw new Error(`Stripe told nothing of the type ${type}`);
    return last.at;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.simulator.close();
  }
}
