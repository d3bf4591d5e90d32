import type { Api } from './api/api.js';
import type { Subscriptions } from './engine/subscriptions.js';
import type { Timeline } from './engine/timeline.js';
import type { World } from './engine/world.js';
import type { WebhookDelivery } from './webhooks/delivery.js';

/** What routes work with. */
export interface SimulatorParts {
  world: World;
  subscriptions: Subscriptions;
  timeline: Timeline;
  webhooks: WebhookDelivery;
  api: Api;
  /** Something may have changed. */
  saveSoon(): void;
}
