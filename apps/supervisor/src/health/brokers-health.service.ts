import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { sourceStatusSchema, type BrokersHealth } from '#libs/contracts';
import { isBrokerHealthy, summariseBrokers, type BrokerObservation } from '#libs/domain';
import { PlacementState } from '../placement/placement-state.js';

/** The placement loop is taken for stuck when its last complete look is older. */
const STALE_MS = 10_000;

export const brokerHealthSchema = z.object({
  status: z.enum(['ok', 'degraded']),
  broker: z.object({
    desired: z.boolean(),
    running: z.boolean(),
    generation: z.int().nonnegative(),
    source: sourceStatusSchema.optional(),
  }),
});
export type BrokerHealth = z.infer<typeof brokerHealthSchema>;

const NOTHING: BrokerObservation = {
  brokers: [],
  owners: new Map(),
  statuses: new Map(),
  nodes: [],
  unassignedSince: new Map(),
  unconnectedSince: new Map(),
  now: 0,
};

/** Judges what the placement loop saw last. An old look is a bad sign in itself. */
@Injectable()
export class BrokersHealthService {
  constructor(@Inject(PlacementState) private readonly state: PlacementState) {}

  summary(now = Date.now()): BrokersHealth {
    const summary = summariseBrokers({ ...(this.state.latest ?? NOTHING), now });
    return this.isFresh(now) ? summary : { ...summary, status: 'degraded' };
  }

  ofBroker(streamerId: string, now = Date.now()): BrokerHealth | undefined {
    const latest = this.state.latest ?? NOTHING;
    const broker = latest.brokers.find((one) => one.streamerId === streamerId);
    if (!broker) return undefined;
    const healthy = this.isFresh(now) && (!broker.desired || isBrokerHealthy(streamerId, { ...latest, now }));
    const source = latest.statuses.get(streamerId);
    return {
      status: healthy ? 'ok' : 'degraded',
      broker: {
        desired: broker.desired,
        running: latest.owners.has(streamerId),
        generation: broker.generation,
        ...(source ? { source } : {}),
      },
    };
  }

  private isFresh(now: number): boolean {
    return this.state.latest !== undefined && now - this.state.latest.now < STALE_MS;
  }
}
