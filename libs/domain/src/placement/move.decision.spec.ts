import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NodeReport, SourceStatus } from '#libs/contracts';
import type { BrokerRecord } from './broker-repository.port.js';
import { planDrains, planRebalance, type MoveInput } from './move.decision.js';

const NOW = 10_000_000;

function broker(streamerId: string, change: Partial<BrokerRecord> = {}): BrokerRecord {
  return {
    ...{ streamerId, desired: true, generation: 3, nodeId: 'w1', assignedAt: NOW - 600_000, cause: 'start' },
    streamer: { handle: streamerId, timeZone: 'UTC' },
    ...change,
  };
}
const node = (nodeId: string, change: Partial<NodeReport> = {}): NodeReport => ({
  ...{ nodeId, capacity: 100, actors: 0, draining: false, version: '1', startedAt: 0 },
  ...change,
});

interface Placed extends Partial<BrokerRecord> {
  id: string;
  on: string;
  state?: SourceStatus['state'];
  owned?: number;
}

function input(placed: readonly Placed[], nodes: readonly NodeReport[], change: Partial<MoveInput> = {}): MoveInput {
  const record = ({ id, on: _on, state: _state, owned: _owned, ...rest }: Placed) => broker(id, rest);
  return {
    brokers: placed.map(record),
    owners: new Map(placed.map((one) => [one.id, { nodeId: one.on, generation: one.owned ?? one.generation ?? 3 }])),
    statuses: new Map(placed.map((one) => [one.id, { state: one.state ?? 'offline', since: 1 }])),
    ...{ nodes, now: NOW, spacingMs: 3000, moveTimeoutMs: 10_000, limit: 100 },
    ...change,
  };
}

const leaving = node('w1', { draining: true, actors: 3 });
const three = (change: Partial<Placed> = {}): Placed[] => ['a', 'b', 'c'].map((id) => ({ id, on: 'w1', ...change }));

describe('emptying a node that drains', () => {
  it('moves live streamers first, to where there is most room', () => {
    const placed = three();
    placed[2]!.state = 'live';
    const plan = planDrains(input(placed, [leaving, node('w2', { actors: 50 }), node('w3')]));
    expect(plan[0]).toEqual({
      ...{ streamerId: 'c', from: 3, generation: 4, cause: 'drain' },
      ...{ leaving: 'w1', to: 'w3', live: true },
    });
    expect(plan.map((one) => [one.streamerId, one.to])).toEqual([
      ['c', 'w3'],
      ['a', 'w3'],
      ['b', 'w3'],
    ]);
  });

  it('has what is heard with a flaw made ready like what is heard without one', () => {
    for (const state of ['live', 'degraded', 'offline', 'retrying', 'blocked', 'connecting'] as const) {
      const [first] = planDrains(input(three({ state }), [leaving, node('w2')]));
      expect([state, first?.live]).toEqual([state, state === 'live' || state === 'degraded']);
    }
  });

  it('moves no more than others have room for, and none to a node that drains too', () => {
    const small = node('w2', { capacity: 2, actors: 0 });
    expect(planDrains(input(three(), [leaving, small]))).toHaveLength(2);
    expect(planDrains(input(three(), [leaving, node('w2', { draining: true })]))).toEqual([]);
    expect(planDrains(input(three(), [leaving]))).toEqual([]);
  });

  it('waits for a move that is under way, and tries again when it did not come about', () => {
    const moving = { cause: 'drain', generation: 4, owned: 3 };
    const nodes = [leaving, node('w2')];
    expect(planDrains(input(three({ ...moving, assignedAt: NOW - 9999 }), nodes))).toEqual([]);
    const again = planDrains(input(three({ ...moving, assignedAt: NOW - 10_000 }), nodes));
    expect(again.map((one) => [one.from, one.generation])).toEqual([
      [4, 5],
      [4, 5],
      [4, 5],
    ]);
  });

  it('asks another node than the one that let the last move lapse, if there is another with room', () => {
    const lapsed = three({ cause: 'drain', generation: 4, owned: 3, assignedAt: NOW - 10_000 });
    const offered = new Map([
      ['a', { to: 'w3', generation: 4 }],
      ['b', { to: 'w3', generation: 3 }],
    ]);
    const targets = (nodes: NodeReport[]) => planDrains(input(lapsed, nodes, { offered })).map((one) => one.to);
    expect(targets([leaving, node('w2', { actors: 50 }), node('w3')])).toEqual(['w2', 'w3', 'w3']);
    expect(targets([leaving, node('w3')])).toEqual(['w3', 'w3', 'w3']);
    const full = node('w2', { capacity: 1, actors: 1 });
    expect(targets([leaving, full, node('w3')])).toEqual(['w3', 'w3', 'w3']);
    const settled = three();
    const plan = planDrains(input(settled, [leaving, node('w2', { actors: 50 }), node('w3')], { offered }));
    expect(plan.map((one) => one.to)).toEqual(['w3', 'w3', 'w3']);
  });

  it('takes a stream that is heard with something wrong for what it is: live', () => {
    const placed = three();
    placed[1]!.state = 'degraded';
    const plan = planDrains(input(placed, [leaving, node('w2')]));
    expect(plan.map((one) => [one.streamerId, one.live])).toEqual([
      ['b', true],
      ['a', false],
      ['c', false],
    ]);
  });

  it('leaves alone what was just assigned, is not wanted, or is superseded', () => {
    const nodes = [leaving, node('w2')];
    expect(planDrains(input(three({ assignedAt: NOW - 2999 }), nodes))).toEqual([]);
    expect(planDrains(input(three({ desired: false }), nodes))).toEqual([]);
    expect(planDrains(input(three({ generation: 4, owned: 3, cause: 'superseded' }), nodes))).toEqual([]);
  });
});

const many = (count: number, on: string, change: Partial<Placed> = {}): Placed[] =>
  Array.from({ length: count }, (_, n) => ({ id: `${on}-${n}`, on, ...change }));

describe('rebalancing', () => {
  it('leaves a skew of a fifth alone', () => {
    const plan = planRebalance(input([...many(55, 'w1'), ...many(45, 'w2')], [node('w1'), node('w2')]));
    expect(plan).toEqual([]);
  });

  it('moves a twentieth of the fleet in ten seconds, to the new node', () => {
    const placed = many(100, 'w1');
    const plan = planRebalance(input(placed, [node('w1'), node('w2')]));
    expect(plan.map((one) => one.to)).toEqual(Array.from({ length: 5 }, () => 'w2'));
    expect(plan[0]).toMatchObject({ cause: 'rebalance', leaving: 'w1', live: false });
    for (const one of placed.slice(0, 3)) Object.assign(one, { cause: 'rebalance', assignedAt: NOW - 5000 });
    expect(planRebalance(input(placed, [node('w1'), node('w2')]))).toHaveLength(2);
  });

  it('never moves what is live or on its way to it', () => {
    for (const state of ['live', 'connecting', 'retrying', 'degraded'] as const) {
      expect(planRebalance(input(many(100, 'w1', { state }), [node('w1'), node('w2')]))).toEqual([]);
    }
    expect(planRebalance(input(many(100, 'w1', { state: 'blocked' }), [node('w1'), node('w2')]))).toHaveLength(5);
  });

  it('waits while anything moves or drains', () => {
    const placed = many(100, 'w1');
    const nodes = [node('w1'), node('w2'), node('w3', { draining: true })];
    expect(planRebalance(input([...placed, ...many(1, 'w3')], nodes))).toEqual([]);
    expect(planRebalance(input(placed, nodes))).toHaveLength(5);
    Object.assign(placed[7]!, { cause: 'drain', generation: 4, owned: 3, assignedAt: NOW - 1000 });
    expect(planRebalance(input(placed, [node('w1'), node('w2')]))).toEqual([]);
  });

  it('counts load in proportion to capacity', () => {
    const even = [...many(20, 'w1'), ...many(80, 'w2')];
    expect(planRebalance(input(even, [node('w1', { capacity: 50 }), node('w2', { capacity: 200 })]))).toEqual([]);
  });

  it('comes to rest, whatever the fleet looks like, and moves nothing to and fro', () => {
    const fleet = fc.array(
      fc.record({ capacity: fc.integer({ min: 1, max: 60 }), fill: fc.double({ min: 0, max: 1, noNaN: true }) }),
      {
        minLength: 1,
        maxLength: 6,
      },
    );
    fc.assert(
      fc.property(fleet, (shape) => {
        const nodes = shape.map(({ capacity }, index) => node(`n${index}`, { capacity }));
        const placed = shape.flatMap(({ capacity, fill }, index) => many(Math.floor(capacity * fill), `n${index}`));
        const moved = new Map<string, number>();
        for (let round = 0; round < 500; round++) {
          const plan = planRebalance(input(placed, nodes));
          if (plan.length === 0) {
            return [...moved.values()].every((count) => count <= nodes.length);
          }
          for (const { streamerId, to } of plan) {
            placed.find((one) => one.id === streamerId)!.on = to;
            moved.set(streamerId, (moved.get(streamerId) ?? 0) + 1);
          }
        }
        return false;
      }),
      { numRuns: 60 },
    );
  });
});
