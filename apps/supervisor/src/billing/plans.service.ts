import { Inject, Injectable } from '@nestjs/common';
import type { PlanList } from '#libs/contracts';
import type { ProviderPrice } from '#libs/domain';
import { LOGGER, type Logger } from '#libs/observability';
import { BackOff } from '../back-off.js';
import { BILLING_GATE, BILLING_SETTINGS, type BillingGate, type BillingSettings } from './billing.tokens.js';
import { problemOfProvider } from './provider-problem.js';

const FRESH_MS = 300_000;
/** After a failure Stripe is left alone for so long, ever longer up to the second. */
const PAUSE_MS = 2000;
const LAST_PAUSE_MS = 60_000;

/** What can be bought, with the prices that Stripe has for it. */
@Injectable()
export class PlansService {
  private known: { prices: Map<string, ProviderPrice>; at: number } | undefined;
  private underway: Promise<Map<string, ProviderPrice>> | undefined;
  private readonly pause = new BackOff(PAUSE_MS, LAST_PAUSE_MS);
  /** Why there is a pause. */
  private failure: unknown;

  constructor(
    @Inject(BILLING_GATE) private readonly gate: BillingGate | undefined,
    @Inject(BILLING_SETTINGS) private readonly settings: BillingSettings,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async list(): Promise<PlanList> {
    const { plans, trial } = this.settings.policy;
    if (!this.gate) return { items: [], trial: null };
    const prices = await this.prices(this.gate);
    const items = plans.flatMap(({ id, name, description, prices: [priceId], allows }) => {
      const price = priceId === undefined ? undefined : prices.get(priceId);
      if (!price?.active) return [];
      return [{ id, name, description, interval: price.interval, prices: price.amounts, allows }];
    });
    return { items, trial: trial && { days: trial.days, card: trial.card, allows: trial.plan.allows } };
  }

  /** Old prices are better than none while Stripe does not answer. */
  private async prices(gate: BillingGate): Promise<Map<string, ProviderPrice>> {
    if (this.known && performance.now() - this.known.at < FRESH_MS) return this.known.prices;
    try {
      if (this.pause.waitMs > 0) throw this.failure;
      // Whoever comes meanwhile waits for the same answer.
      this.underway ??= this.read(gate).finally(() => (this.underway = undefined));
      return await this.underway;
    } catch (error) {
      if (!this.known) throw problemOfProvider(error);
      return this.known.prices;
    }
  }

  private async read({ provider }: BillingGate): Promise<Map<string, ProviderPrice>> {
    const ids = this.settings.policy.plans.flatMap(({ prices }) => prices.slice(0, 1));
    try {
      const found = await provider.prices(ids);
      const missing = ids.filter((id) => !found.some((price) => price.id === id && price.active));
      if (missing.length > 0) this.logger.error({ prices: missing }, 'Stripe knows no active price of this name');
      const prices = new Map(found.map((price) => [price.id, price]));
      this.known = { prices, at: performance.now() };
      this.pause.succeeded();
      return prices;
    } catch (error) {
      this.failure = error;
      this.pause.failed();
      this.logger.warn({ err: error, retryInMs: Math.round(this.pause.waitMs) }, 'Prices could not be read');
      throw error;
    }
  }
}
