import { z } from 'zod';
import { DAY } from '../engine/clock.js';
import type { SimulatorParts } from '../simulator-parts.js';

const chance = z.number().min(0).max(1);
const faults = z.strictObject({
  ...{ seed: z.int().optional(), lose: chance.optional(), double: chance.optional(), late: chance.optional() },
  ...{ lateMs: z.number().min(0).max(600_000).optional(), thin: chance.optional() },
});
const SCHEMAS = {
  '/_control/clock/advance': z.strictObject({
    days: z.number().min(0).max(5000).optional(),
    seconds: z.int().min(0).optional(),
  }),
  '/_control/fail-next': z.strictObject({ customer: z.string(), times: z.int().min(0).max(100).default(1) }),
  '/_control/api-failures': z.strictObject({ times: z.int().min(0).max(1000) }),
  '/_control/faults': faults.nullable(),
  '/_control/webhooks/hold': z.strictObject({}),
  '/_control/webhooks/release': z.strictObject({ drop: z.boolean().default(false) }),
  '/_control/webhooks/secrets': z.strictObject({ secrets: z.array(z.string().min(8)).min(1).max(2) }),
} as const;

/** For tests and the demo, on loopback alone: the clock, failures, and what goes wrong with webhooks. */
export class ControlRoutes {
  constructor(private readonly simulator: SimulatorParts) {}

  /** `undefined`: no such route. Throws ZodError. */
  answer(method: string, path: string, body: unknown): unknown {
    if (method === 'GET') return path === '/_control' ? this.overview() : undefined;
    const schema = SCHEMAS[path as keyof typeof SCHEMAS];
    if (method !== 'POST' || !schema) return undefined;
    this.act(path as keyof typeof SCHEMAS, body);
    return this.overview();
  }

  private act(path: keyof typeof SCHEMAS, body: unknown): void {
    const { world, timeline, webhooks, api } = this.simulator;
    switch (path) {
      case '/_control/clock/advance': {
        const { days = 0, seconds = 0 } = SCHEMAS[path].parse(body);
        return timeline.advanceTo(world.wall() + Math.round(days * DAY) + seconds);
      }
      case '/_control/fail-next': {
        const { customer, times } = SCHEMAS[path].parse(body);
        world.need(world.store.customers, 'customer', customer).failNext = times;
        return;
      }
      case '/_control/api-failures':
        api.failNext = SCHEMAS[path].parse(body).times;
        return;
      case '/_control/faults':
        return webhooks.disturb(definedOnly(SCHEMAS[path].parse(body)));
      case '/_control/webhooks/hold':
        return webhooks.hold();
      case '/_control/webhooks/release':
        return webhooks.release(SCHEMAS[path].parse(body).drop);
      case '/_control/webhooks/secrets': {
        const { secrets } = SCHEMAS[path].parse(body);
        for (const endpoint of webhooks.endpoints) endpoint.secrets = [...secrets];
      }
    }
  }

  private overview(): unknown {
    const { world, webhooks } = this.simulator;
    const { customers, subscriptions, invoices, events } = world.store;
    return {
      now: new Date(world.wall() * 1000).toISOString(),
      counts: {
        ...{ customers: customers.size, subscriptions: subscriptions.size },
        ...{ invoices: invoices.size, events: events.size, deliveries: webhooks.records.length },
      },
      routes: ['GET /_control', ...Object.keys(SCHEMAS).map((path) => `POST ${path}`)],
    };
  }
}

function definedOnly<T extends object>(value: T | null): { [Key in keyof T]: Exclude<T[Key], undefined> } | undefined {
  if (value === null) return undefined;
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(entries) as { [Key in keyof T]: Exclude<T[Key], undefined> };
}
