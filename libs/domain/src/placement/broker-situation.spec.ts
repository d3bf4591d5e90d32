import { describe, expect, it } from 'vitest';
import { SOURCE_STATES, type NodeReport, type SourceStatus } from '#libs/contracts';
import type { BrokerRecord } from './broker-repository.port.js';
import { brokerSince, brokerViewState, explainBroker, type BrokerSituation } from './broker-situation.js';

const NOW = Date.UTC(2026, 10, 23, 15, 0, 0);
const node = (change: Partial<NodeReport> = {}): NodeReport => ({
  ...{ nodeId: 'w1', capacity: 10, actors: 3, draining: false, version: '1', startedAt: 0 },
  ...change,
});
const broker = (change: Partial<BrokerRecord> = {}): BrokerRecord => ({
  ...{ streamerId: 'a', desired: true, generation: 3, nodeId: null, assignedAt: NOW - 9000, cause: 'start' },
  streamer: { handle: 'ann', timeZone: 'UTC' },
  ...change,
});
const situation = (change: Partial<BrokerSituation> = {}): BrokerSituation => ({
  ...{ broker: broker(), owner: undefined, status: undefined, nodes: [node()], queued: false },
  ...{ holdUntil: 0, unassignedSince: NOW - 4000, moveTimeoutMs: 10_000, now: NOW },
  ...change,
});
const owner = { nodeId: 'w1', generation: 3 };
const status = (change: Partial<SourceStatus> = {}): SourceStatus => ({
  state: 'live',
  since: NOW - 60_000,
  ...change,
});
const explain = (change: Partial<BrokerSituation>) => explainBroker(situation(change));

describe('why nobody runs a broker', () => {
  it.each([
    ['BROKER.OFF', { broker: broker({ desired: false }) }, /Switch the streamer on/],
    ['BROKER.STOPPING', { broker: broker({ desired: false }), owner }, /w1/],
    ['PLACEMENT.SETTLING', { holdUntil: NOW + 3000, nodes: [] }, /2026-11-23 15:00:03 UTC/],
    ['PLACEMENT.NO_NODE', { nodes: [] }, /Start one/],
    ['PLACEMENT.ALL_DRAINING', { nodes: [node({ draining: true })] }, /Resume one/],
    [
      'PLACEMENT.NO_ROOM',
      { nodes: [node({ actors: 10 }), node({ draining: true })] },
      /all 10 places.*WORKER_CAPACITY/,
    ],
    ['PLACEMENT.QUEUED', { queued: true }, /since 2026-11-23 14:59:56 UTC/],
    ['PLACEMENT.OWNER_LOST', { broker: broker({ nodeId: 'w9' }) }, /w9/],
    ['PLACEMENT.PENDING', {}, /within seconds/],
  ] as const)('%s', (code, change, words) => {
    const explanation = explain(change);
    expect(explanation.code).toBe(code);
    expect(explanation.text).toMatch(words);
  });

  it('does not hold a broker back that never ran', () => {
    expect(explain({ broker: broker({ generation: 0 }), holdUntil: NOW + 3000 }).code).toBe('PLACEMENT.PENDING');
  });

  it('says so when the streamer is gone', () => {
    const { streamer: _gone, ...deleted } = broker({ desired: false });
    expect(explain({ broker: deleted }).code).toBe('BROKER.DELETED');
  });
});

describe('why an owned broker is not live', () => {
  it.each([
    ['PLACEMENT.NODE_SILENT', { nodes: [] }, /w1/],
    ['PLACEMENT.MOVING', { broker: broker({ generation: 4, cause: 'drain' }) }, /until its successor is ready/],
    ['PLACEMENT.RESTARTING', { broker: broker({ generation: 4, cause: 'restart' }) }, /new one begins/],
    ['BROKER.STARTING', {}, /w1 took it on/],
    ['SOURCE.OFFLINE', { status: status({ state: 'offline', nextTryAt: NOW + 5000 }) }, /next look is at .*15:00:05/],
    [
      'TIKTOK.USER_NOT_FOUND',
      { status: status({ state: 'blocked', reason: { code: 'TIKTOK.USER_NOT_FOUND', text: 'No user @ann.' } }) },
      /somebody has to act\. No user @ann\./,
    ],
    ['SOURCE.RETRYING', { status: status({ state: 'retrying', nextTryAt: NOW + 1000 }) }, /next try is at/],
  ] as const)('%s', (code, change, words) => {
    const explanation = explain({ owner, ...change });
    expect(explanation.code).toBe(code);
    expect(explanation.text).toMatch(words);
  });

  it('is what the connection says when a move came to nothing and the owner goes on', () => {
    const lapsed = broker({ generation: 4, cause: 'drain', assignedAt: NOW - 10_000 });
    expect(explain({ broker: lapsed, owner, status: status({ state: 'retrying' }) }).code).toBe('SOURCE.RETRYING');
    expect(explain({ broker: lapsed, owner, status: status() }).code).toBe('SOURCE.LIVE');
  });

  it('has a whole sentence for every state', () => {
    for (const state of SOURCE_STATES) {
      const { text } = explain({ owner, status: status({ state }) });
      expect(text).toMatch(/^[A-Z].*\.$/);
      expect(text).not.toMatch(/undefined|NaN|null/);
    }
  });
});

describe('the state of a broker', () => {
  it('is what the owner says, while there is one', () => {
    expect(brokerViewState(situation({ owner, status: status() }))).toBe('live');
    expect(brokerViewState(situation({ status: status() }))).toBe('pending');
    expect(brokerViewState(situation({ owner }))).toBe('connecting');
    expect(brokerViewState(situation({ broker: broker({ desired: false }), owner, status: status() }))).toBe(
      'stopping',
    );
  });

  it('began when it was first seen so', () => {
    expect(brokerSince(situation({}))).toBe(NOW - 4000);
    expect(brokerSince(situation({ owner, status: status() }))).toBe(NOW - 60_000);
    expect(brokerSince(situation({ broker: broker({ desired: false }) }))).toBeUndefined();
  });
});
