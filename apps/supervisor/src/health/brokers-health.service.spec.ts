import { describe, expect, it } from 'vitest';
import type { BrokerRecord } from '#libs/domain';
import { PlacementState } from '../placement/placement-state.js';
import { BrokersHealthService } from './brokers-health.service.js';

const NOW = 1_000_000;
const broker: BrokerRecord = {
  streamerId: 's1',
  desired: true,
  generation: 2,
  nodeId: 'w1',
  assignedAt: NOW,
  cause: 'start',
};

function service(unassignedSince: number | undefined, seenAt = NOW) {
  const state = new PlacementState();
  const owners = new Map(unassignedSince === undefined ? [['s1', { nodeId: 'w1', generation: 2 }]] : []);
  const since = new Map(unassignedSince === undefined ? [] : [['s1', unassignedSince]]);
  state.noteStatuses(new Map([['s1', { state: 'live', since: 1 }]]), { known: new Set(['s1']), now: NOW });
  state.note({ brokers: [broker], owners, nodes: [], unassignedSince: since, now: seenAt });
  return new BrokersHealthService(state);
}

describe('BrokersHealthService', () => {
  it('is degraded before the loop has looked, and when it looks no more', () => {
    expect(new BrokersHealthService(new PlacementState()).summary(NOW).status).toBe('degraded');
    expect(service(undefined).summary(NOW + 9999).status).toBe('ok');
    expect(service(undefined).summary(NOW + 10_000).status).toBe('degraded');
  });

  it('judges one broker, by its own trouble alone', () => {
    expect(service(undefined).ofBroker('s1', NOW)).toEqual({
      status: 'ok',
      broker: { desired: true, running: true, generation: 2, source: { state: 'live', since: 1 } },
    });
    expect(service(NOW - 10_000).ofBroker('s1', NOW)?.status).toBe('degraded');
    expect(service(undefined).ofBroker('other', NOW)).toBeUndefined();
  });
});
