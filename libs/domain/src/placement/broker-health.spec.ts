import { describe, expect, it } from 'vitest';
import { brokersHealthSchema, type SourceStatus } from '#libs/contracts';
import type { BrokerRecord } from './broker-repository.port.js';
import { lastKnownLive, summariseBrokers, trackUnconnected, type BrokerObservation } from './broker-health.js';

const NOW = 1_000_000;
const broker = (streamerId: string, desired = true): BrokerRecord => ({
  streamerId,
  desired,
  generation: 1,
  nodeId: 'w1',
  assignedAt: NOW - 60_000,
  cause: 'start',
});
const status = (state: SourceStatus['state'], since = NOW): SourceStatus => ({ state, since });

function observation(change: Partial<BrokerObservation> = {}): BrokerObservation {
  return {
    brokers: ['a', 'b', 'c', 'd'].map((id) => broker(id)).concat(broker('off', false)),
    owners: new Map(['a', 'b', 'c'].map((id) => [id, { nodeId: 'w1', generation: 1 }])),
    statuses: new Map([
      ['a', status('live')],
      ['b', status('offline')],
      ['c', status('retrying')],
      ['d', status('live')],
    ]),
    nodes: [
      { nodeId: 'w1', capacity: 5, actors: 3, draining: false, version: '1', startedAt: 0 },
      { nodeId: 'w2', capacity: 5, actors: 0, draining: true, version: '1', startedAt: 0 },
    ],
    unassignedSince: new Map([['d', NOW - 9000]]),
    unconnectedSince: new Map([['c', NOW - 29_000]]),
    now: NOW,
    ...change,
  };
}

describe('summariseBrokers', () => {
  it('counts, and is well within the limits', () => {
    expect(brokersHealthSchema.parse(summariseBrokers(observation()))).toEqual({
      status: 'ok',
      brokers: { desired: 4, running: 3, live: 1, offline: 1, retrying: 1, unassigned: 1, oldestUnassignedSeconds: 9 },
      nodes: { alive: 2, draining: 1 },
    });
  });

  it('is degraded by a broker that nobody has owned for 10 s', () => {
    const { status, brokers } = summariseBrokers(observation({ unassignedSince: new Map([['d', NOW - 10_000]]) }));
    expect(status).toBe('degraded');
    expect(brokers.oldestUnassignedSeconds).toBe(10);
  });

  it('is degraded by a broker that has tried to connect for 30 s', () => {
    expect(summariseBrokers(observation({ unconnectedSince: new Map([['c', NOW - 30_000]]) })).status).toBe('degraded');
  });

  it('counts one that we cannot connect as trying, but not one whose streamer does not exist', () => {
    const blocked = (code: string): SourceStatus => ({ ...status('blocked', NOW), reason: { code, text: '.' } });
    const statuses = new Map([
      ['a', blocked('SIGN.REFUSED')],
      ['b', blocked('TIKTOK.USER_NOT_FOUND')],
    ]);
    expect([...trackUnconnected(new Map([['a', 5]]), statuses, NOW)]).toEqual([['a', 5]]);
  });

  it('is fine without any broker', () => {
    const empty = observation({ brokers: [], unassignedSince: new Map(), unconnectedSince: new Map() });
    expect(summariseBrokers(empty)).toMatchObject({
      status: 'ok',
      brokers: { desired: 0, oldestUnassignedSeconds: 0 },
    });
  });
});

describe('trackUnconnected', () => {
  it('runs from the first attempt, and ends with success or rest', () => {
    const first = trackUnconnected(new Map(), new Map([['a', status('connecting', NOW - 500)]]), NOW);
    expect(first.get('a')).toBe(NOW - 500);
    const second = trackUnconnected(first, new Map([['a', status('retrying', NOW + 9000)]]), NOW + 9000);
    expect(second.get('a')).toBe(NOW - 500);
    expect(trackUnconnected(second, new Map([['a', status('live', NOW)]]), NOW).size).toBe(0);
    expect(trackUnconnected(second, new Map([['a', status('offline', NOW)]]), NOW).size).toBe(0);
  });
});

describe('who was live', () => {
  const all = new Set(['a', 'b', 'c']);

  it('stays so while nobody owns the broker or it connects again, until it is found offline', () => {
    const before = lastKnownLive(
      new Set(),
      new Map([
        ['a', status('live')],
        ['b', status('live')],
        ['c', status('offline')],
      ]),
      all,
    );
    expect(before).toEqual(new Set(['a', 'b']));
    expect(lastKnownLive(new Set(), new Map([['a', status('degraded')]]), all)).toEqual(new Set(['a']));
    const lost = lastKnownLive(before, new Map([['b', status('connecting')]]), all);
    expect(lost).toEqual(new Set(['a', 'b']));
    expect(lastKnownLive(lost, new Map([['a', status('offline')]]), all)).toEqual(new Set(['b']));
    expect(lastKnownLive(lost, new Map(), new Set(['a']))).toEqual(new Set(['a']));
  });
});
