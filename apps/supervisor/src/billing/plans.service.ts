import { Inject, Injectable } from '@nestjs/common';
import type { PlanList } from '#libs/contracts';
import type { ProviderPrice } from '#libs/domain';
import { LOGGER, type Logger } from '#libs/observability';
import { BILLING_GATE, BILLING_SETTINGS, type BillingGate, type BillingSettings } from './billing.tokens.js';
import { problemOfProvider } from './provider-problem.js';

const FRESH_MS = 300_000;

/** What can be bought, with the prices that Stripe has for it. */
@Injectable()
export class PlansService {
  private known: { prices: Map<string, ProviderPrice>; at: number } | undefined;

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
  private async prices({ provider }: BillingGate): Promise<Map<string, ProviderPrice>> {
    if (this.known && performance.now() - this.known.at < FRESH_MS) return this.known.prices;
    const ids = this.settings.policy.plans.flatMap(({ prices }) => prices.slice(0, 1));
    try {
      const found = await provider.prices(ids);
      const missing = ids.filter((id) => !found.some((price) => price.id === id && price.active));
      if (missing.length > 0) this.logger.error({ prices: missing }, 'Stripe knows no active price of this name');
      const prices = new Map(found.map((price) => [price.id, price]));
      this.known = { prices, at: performance.now() };
      return prices;
    } catch (error) {
      if (!this.known) throw problemOfProvider(error);
      this.logger.warn({ err: error }, 'Prices could not be read again');
      return this.known.prices;
    }
  }
}
