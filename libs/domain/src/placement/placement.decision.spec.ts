import { describe, expect, it } from 'vitest';
import type { BrokerRecord } from './broker-repository.port.js';
import { decidePlacement, unownedBrokers, type PlacementInput } from './placement.decision.js';

const NOW = 1_000_000;
const streamer = { handle: 'demo', timeZone: 'UTC' };

function broker(change: Partial<BrokerRecord> = {}): BrokerRecord {
  return {
    streamerId: 's1',
    desired: true,
    generation: 3,
    nodeId: 'w1',
    assignedAt: NOW - 60_000,
    cause: 'start',
    streamer,
    ...change,
  };
}

function input(change: Partial<PlacementInput> = {}): PlacementInput {
  return {
    brokers: [broker()],
    owners: new Map(),
    now: NOW,
    spacingMs: 3000,
    holdUntil: 0,
    queued: new Set(),
    live: new Set(),
    nodes: [],
    statuses: new Map(),
    moveTimeoutMs: 10_000,
    fenced: new Map(),
    unassignedSince: new Map(),
    limit: 100,
    ...change,
  };
}

const owned = (generation: number, nodeId = 'w1') => new Map([['s1', { nodeId, generation }]]);

describe('decidePlacement', () => {
  it('leaves a broker alone whose owner holds the present generation', () => {
    const plan = decidePlacement(input({ owners: owned(3) }));
    expect(plan).toMatchObject({ assign: [], fence: [], sightings: [], retired: [] });
    expect(plan.unassignedSince.size).toBe(0);
  });

  it('assigns an expired lease at once, one generation higher', () => {
    const plan = decidePlacement(input());
    expect(plan.assign).toEqual([{ streamerId: 's1', from: 3, generation: 4, cause: 'owner-lost' }]);
    expect(plan.unassignedSince.get('s1')).toBe(NOW);
  });

  it('starts a new broker, even while Redis is settling', () => {
    const fresh = broker({ generation: 0, nodeId: null, assignedAt: null });
    const plan = decidePlacement(input({ brokers: [fresh], holdUntil: NOW + 5000 }));
    expect(plan.assign).toEqual([{ streamerId: 's1', from: 0, generation: 1, cause: 'start' }]);
  });

  it('moves nothing while leases may be missing that their owners live by', () => {
    expect(decidePlacement(input({ holdUntil: NOW + 1 })).assign).toEqual([]);
    expect(decidePlacement(input({ holdUntil: NOW })).assign).toHaveLength(1);
  });

  it('assigns the same streamer at most every spacing, whatever the clock did', () => {
    expect(decidePlacement(input({ brokers: [broker({ assignedAt: NOW - 2999 })] })).assign).toEqual([]);
    expect(decidePlacement(input({ brokers: [broker({ assignedAt: NOW - 3000 })] })).assign).toHaveLength(1);
    expect(decidePlacement(input({ brokers: [broker({ assignedAt: NOW + 3_600_000 })] })).assign).toHaveLength(1);
  });

  it('does not assign again what still waits in the queue', () => {
    expect(decidePlacement(input({ queued: new Set(['s1']) })).assign).toEqual([]);
  });

  it('assigns again what was taken and never owned', () => {
    const lost = broker({ nodeId: null, assignedAt: NOW - 3000 });
    expect(decidePlacement(input({ brokers: [lost] })).assign[0]?.cause).toBe('not-taken');
  });

  it('bars the owner of a disabled broker, and what waits in the queue once', () => {
    const off = broker({ desired: false, generation: 4 });
    expect(decidePlacement(input({ brokers: [off], owners: owned(3) })).fence).toEqual([
      { streamerId: 's1', generation: 4, cause: 'disabled' },
    ]);
    expect(decidePlacement(input({ brokers: [off], owners: owned(9) })).fence[0]?.generation).toBe(10);
    expect(decidePlacement(input({ brokers: [off] })).fence).toHaveLength(1);
    const done = decidePlacement(input({ brokers: [off], fenced: new Map([['s1', 4]]) }));
    expect(done.fence).toEqual([]);
    expect(done.sightings).toEqual([{ streamerId: 's1', nodeId: null, generation: 4 }]);
  });

  it('replaces an owner whose generation was superseded, and bars it while it has to wait', () => {
    const changed = broker({ generation: 4 });
    expect(decidePlacement(input({ brokers: [changed], owners: owned(3) })).assign).toEqual([
      { streamerId: 's1', from: 4, generation: 5, cause: 'superseded' },
    ]);
    const soon = decidePlacement(input({ brokers: [broker({ generation: 4, assignedAt: NOW })], owners: owned(3) }));
    expect(soon.assign).toEqual([]);
    expect(soon.fence).toEqual([{ streamerId: 's1', generation: 4, cause: 'superseded' }]);
  });

  it('catches up with an owner that is ahead of the database (a restored backup)', () => {
    const plan = decidePlacement(input({ owners: owned(8, 'w2') }));
    expect(plan.assign).toEqual([]);
    expect(plan.sightings).toEqual([{ streamerId: 's1', nodeId: 'w2', generation: 8 }]);
  });

  it('leaves an owner alone whose successor gets ready, and after that came to nothing', () => {
    for (const assignedAt of [NOW - 100, NOW - 600_000]) {
      const moving = broker({ generation: 4, cause: 'drain', assignedAt });
      const plan = decidePlacement(input({ brokers: [moving], owners: owned(3) }));
      expect(plan).toMatchObject({ assign: [], move: [], fence: [], sightings: [] });
      expect(plan.unassignedSince.size).toBe(0);
    }
  });

  it('assigns anew when the owner dies in mid-move, whatever waits', () => {
    const moving = broker({ generation: 4, cause: 'rebalance' });
    const plan = decidePlacement(input({ brokers: [moving], queued: new Set(['s1']) }));
    expect(plan.assign).toEqual([{ streamerId: 's1', from: 4, generation: 5, cause: 'owner-lost' }]);
  });

  it('bars both owner and successor of a move when the broker is switched off', () => {
    const off = broker({ desired: false, generation: 5, cause: 'superseded' });
    expect(decidePlacement(input({ brokers: [off], owners: owned(3) })).fence).toEqual([
      { streamerId: 's1', generation: 5, cause: 'disabled' },
    ]);
  });

  const nodes = [
    { nodeId: 'w1', capacity: 9, actors: 1, draining: true, version: '1', startedAt: 0 },
    { nodeId: 'w2', capacity: 9, actors: 0, draining: false, version: '1', startedAt: 0 },
  ];

  it('empties a node that drains, but not while leases may be missing', () => {
    const here = { owners: owned(3), nodes };
    expect(decidePlacement(input(here)).move).toMatchObject([{ generation: 4, cause: 'drain', to: 'w2' }]);
    expect(decidePlacement(input({ ...here, holdUntil: NOW + 1 })).move).toEqual([]);
  });

  it('rebalances when nothing else is to be done', () => {
    const brokers = ['a', 'b', 'c', 'd'].map((streamerId) => broker({ streamerId }));
    const all = new Map(brokers.map(({ streamerId }) => [streamerId, { nodeId: 'w1', generation: 3 }]));
    const statuses = new Map(brokers.map(({ streamerId }) => [streamerId, { state: 'offline' as const, since: 1 }]));
    const awake = nodes.map((node) => ({ ...node, draining: false }));
    const even = { brokers, owners: all, statuses, nodes: awake };
    expect(decidePlacement(input(even)).move).toMatchObject([{ cause: 'rebalance', to: 'w2' }]);
    const one = broker({ streamerId: 'lost', assignedAt: NOW });
    expect(decidePlacement(input({ ...even, brokers: [...brokers, one] })).move).toEqual([]);
  });

  it('retires the broker of a deleted streamer once nobody can run it', () => {
    const { streamer: _deleted, ...orphan } = broker({ desired: false });
    expect(decidePlacement(input({ brokers: [orphan] })).retired).toEqual([]);
    expect(decidePlacement(input({ brokers: [orphan], fenced: new Map([['s1', 3]]) })).retired).toEqual(['s1']);
  });

  it('puts live streamers first, then those that wait longest, up to the limit', () => {
    const brokers = ['a', 'b', 'c', 'd'].map((streamerId) => broker({ streamerId }));
    const plan = decidePlacement(
      input({
        brokers,
        live: new Set(['c']),
        unassignedSince: new Map([
          ['a', NOW - 10],
          ['b', NOW - 20],
        ]),
        limit: 3,
      }),
    );
    expect(plan.assign.map((action) => action.streamerId)).toEqual(['c', 'b', 'a']);
    expect(plan.unassignedSince.size).toBe(4);
  });

  it('puts those whose plan says so before others that wait longer, and after those that are live', () => {
    const brokers = ['a', 'b', 'c'].map((streamerId) => broker({ streamerId, priority: streamerId === 'b' ? 2 : 0 }));
    const unassignedSince = new Map([['a', NOW - 10]]);
    const plan = decidePlacement(input({ brokers, live: new Set(['c']), unassignedSince }));
    expect(plan.assign.map((action) => action.streamerId)).toEqual(['c', 'b', 'a']);
  });
});

describe('unownedBrokers', () => {
  it('names desired brokers that were assigned and have no owner', () => {
    const brokers = [broker(), broker({ streamerId: 's2' }), broker({ streamerId: 's3', generation: 0 })];
    expect(unownedBrokers(brokers, owned(3)).map((one) => one.streamerId)).toEqual(['s2']);
  });
});
