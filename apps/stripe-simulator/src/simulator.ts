import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Api } from './api/api.js';
import { Subscriptions } from './engine/subscriptions.js';
import { Timeline } from './engine/timeline.js';
import { World, type WorldOptions } from './engine/world.js';
import { Router } from './http/router.js';
import type { SimulatorParts } from './simulator-parts.js';
import { WebhookDelivery, type DeliveryOptions } from './webhooks/delivery.js';

export interface StripeSimulatorOptions extends Partial<WorldOptions> {
  /** What callers must send. */
  secretKey: string;
  webhooks?: Partial<DeliveryOptions>;
}

const SETTLE_MS = 1000;
const SAVE_MS = 200;

/**
 * A local Stripe: the real SDK talks to it over HTTP, people pay on its pages, and its webhooks are signed as real ones
 * are. It keeps products, prices, customers, subscriptions, invoices, and a clock that can be moved.
 */
export class StripeSimulator implements SimulatorParts {
  readonly world: World;
  readonly subscriptions: Subscriptions;
  readonly timeline: Timeline;
  readonly webhooks: WebhookDelivery;
  readonly api: Api;
  private readonly server: Server;
  private readonly pages = { url: 'http://localhost' };
  private ticking: NodeJS.Timeout | undefined;
  private saving: NodeJS.Timeout | undefined;

  constructor({ secretKey, webhooks, ...world }: StripeSimulatorOptions) {
    const defaults: WorldOptions = { seed: 1, finalAction: 'cancel', retryDays: [1, 3, 5, 7], taxPercent: 19 };
    this.world = new World({ ...defaults, ...world }, this.pages);
    this.subscriptions = new Subscriptions(this.world);
    this.timeline = new Timeline(this.world, this.subscriptions);
    this.webhooks = new WebhookDelivery({ retryMs: 1000, maxTries: 16, timeoutMs: 10_000, parallel: 8, ...webhooks });
    this.api = new Api(this.world, secretKey, this.subscriptions, this.timeline);
    this.world.onEvent((event) => this.webhooks.take(event));
    const router = new Router(this);
    this.server = createServer((request, response) => router.handle(request, response));
    this.server.keepAliveTimeout = 5000;
  }

  /** Answers with its address. Loopback alone: it obeys whoever reaches it. */
  async listen(port = 0): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, '127.0.0.1', resolve);
    });
    const { port: taken } = this.server.address() as AddressInfo;
    this.pages.url = `http://localhost:${taken}`;
    this.ticking = setInterval(() => this.timeline.catchUp(), SETTLE_MS).unref();
    return `http://127.0.0.1:${taken}`;
  }

  /** Soon, once for many changes. */
  saveSoon(): void {
    this.saving ??= setTimeout(() => {
      this.saving = undefined;
      this.world.store.save();
    }, SAVE_MS).unref();
  }

  async close(): Promise<void> {
    clearInterval(this.ticking);
    clearTimeout(this.saving);
    this.webhooks.close();
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => void this.server.close(() => resolve()));
    this.world.store.save();
  }
}
