import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventTypesOf, type BrokerAssignment, type LiveEvent } from '#libs/contracts';
import type { AssignmentConsumer, GiftHit } from '#libs/domain';
import { InMemoryLiveSource } from '#libs/live-source';
import { RedisEventLog, RedisLeaseStore, RedisMoveOffers, RedisNodeRegistry } from '#libs/redis';
import { chat, user } from '../../../../test/support/live-events.js';
import { openTestRedis } from '../../../../test/support/test-redis.js';
import { WorkerNode } from './worker-node.js';

const redis = openTestRedis();
const log = new RedisEventLog(redis);
const leases = new RedisLeaseStore(redis, { ttlMs: 500 });

/** The pulling side of a queue that a test fills by hand. */
class HandConsumer implements AssignmentConsumer {
  private handle: ((assignment: BrokerAssignment) => Promise<void>) | undefined;
  paused = false;
  async start(handle: (assignment: BrokerAssignment) => Promise<void>) {
    this.handle = handle;
  }
  async pause() {
    this.paused = true;
  }
  async resume() {
    this.paused = false;
  }
  async stop() {
    this.handle = undefined;
  }
  async give(assignment: BrokerAssignment) {
    await this.handle?.(assignment);
  }
}

let source: InMemoryLiveSource;
let streamerId: string;
let nodes: WorkerNode[];
let handle: string;

async function startNode(nodeId: string, capacity = 10) {
  const assignments = new HandConsumer();
  const node = new WorkerNode({
    nodeId,
    version: 'test',
    capacity,
    lease: { ttlMs: 500, renewMs: 100 },
    settings: { retry: { baseMs: 20, maxMs: 100 }, offlinePollMs: 50, streakTimeoutMs: 8000 },
    source,
    log,
    leases,
    registry: new RedisNodeRegistry(redis, { ttlMs: 500 }),
    assignments,
    offers: new RedisMoveOffers(redis, { ttlMs: 2000 }),
    moves: { timeoutMs: 2000, drainMs: 100 },
  });
  await node.start();
  nodes.push(node);
  return { node, assignments };
}

function planted(): never {
  throw new Error('planted');
}

const assignment = (generation: number): BrokerAssignment => ({ streamerId, handle, generation, timeZone: 'UTC' });

async function events(): Promise<LiveEvent[]> {
  const head = await log.head(streamerId);
  const entries = await log.read(streamerId, { ...head, offset: 0 }, 1000);
  return (entries ?? []).map((entry) => JSON.parse(entry.json) as LiveEvent);
}
const types = async () => (await events()).map((event) => event.type);

function rose(id: string, repeatCount: number, options: Partial<GiftHit> = {}): GiftHit {
  return {
    type: 'gift',
    id,
    at: Date.now(),
    receivedAt: Date.now(),
    user: user('ann'),
    gift: { id: '5655', name: 'Rose', coins: 1 },
    streakId: 'ann:1',
    repeatCount,
    repeatEnd: false,
    ...options,
  };
}

beforeEach(() => {
  source = new InMemoryLiveSource();
  streamerId = randomUUID();
  handle = `h${streamerId.slice(0, 8)}`;
  nodes = [];
});
afterEach(async () => {
  await Promise.all(nodes.map((node) => node.stop()));
});
afterAll(() => redis.quit());

describe('a worker node', () => {
  it('carries a room to the log, and counts a streak that is cut in two by a hand-over once', async () => {
    const room = source.room(handle).goLive();
    const first = await startNode('first');
    await first.assignments.give(assignment(1));
    await expect.poll(() => room.listeners).toBe(1);
    room.send(rose('g1', 5), rose('g2', 12));
    await expect.poll(types).toEqual(['stream.started', 'gift', 'gift']);

    await first.node.drain();
    expect(await leases.owners([streamerId])).toEqual([undefined]);
    const second = await startNode('second');
    await second.assignments.give(assignment(2));
    await expect.poll(() => room.listeners).toBe(1);
    room.send(rose('g2', 12), rose('g3', 36), rose('g4', 36, { repeatEnd: true }));
    await expect.poll(async () => (await events()).length).toBe(7);
    const all = await events();
    expect(all.map((event) => event.type)).toEqual([
      'stream.started',
      'gift',
      'gift',
      'source.lost',
      'source.restored',
      'gift',
      'gift',
    ]);
    const { snapshot } = await log.snapshot(streamerId, { types: eventTypesOf('feed'), limit: 5, alerts: 0 });
    expect(snapshot.totals.session).toMatchObject({ coins: 36, gifts: 36 });
    expect(all.at(-1)).toMatchObject({ count: 0, total: 36, streak: { state: 'closed' } });
  });

  it('stops writing when a higher generation owns the streamer', async () => {
    const room = source.room(handle).goLive();
    const { node, assignments } = await startNode('old');
    await assignments.give(assignment(1));
    await expect.poll(() => room.listeners).toBe(1);
    expect(await leases.acquire(streamerId, { nodeId: 'new', generation: 2 })).toBe('acquired');
    room.send(chat('too-late'));
    await expect.poll(() => node.describe().actors).toBe(0);
    await expect.poll(() => room.listeners).toBe(0);
    expect(await types()).not.toContain('chat');
  });

  it('takes a wiped lease and log again without leaving the room', async () => {
    const room = source.room(handle).goLive();
    const { assignments } = await startNode('wiped');
    await assignments.give(assignment(1));
    await expect.poll(() => room.listeners).toBe(1);
    room.send(rose('g1', 7));
    await expect.poll(types).toContain('gift');
    const before = await log.head(streamerId);
    const keys = await redis.keys(`*${streamerId}*`);
    await redis.del(...keys);
    room.send(rose('g2', 9));
    await expect.poll(types).toEqual(['gift', 'gift']);
    expect((await log.head(streamerId)).epoch).not.toBe(before.epoch);
    expect(source.openings).toBe(1);
    const coins = (await events()).map((event) => (event.type === 'gift' ? event.coins : 0));
    expect(coins).toEqual([7, 2]);
  });

  it('reports a drop as a gap, and fills it with what the room repeats', async () => {
    const room = source.room(handle).goLive();
    const { assignments } = await startNode('drop');
    await assignments.give(assignment(1));
    await expect.poll(() => room.listeners).toBe(1);
    room.send(rose('g1', 1));
    await expect.poll(types).toContain('gift');
    room.remember(rose('ancient', 50, { at: 1000, streakId: 'old' }), rose('g1', 1), rose('missed', 3));
    room.drop();
    await expect.poll(() => room.listeners).toBe(1);
    await expect.poll(types).toEqual(['stream.started', 'gift', 'source.lost', 'source.restored', 'gift']);
    expect((await events()).at(-1)).toMatchObject({ id: 'missed', count: 2, total: 3 });
  });

  it('does not alert on what a room repeats from before it was ever heard', async () => {
    const room = source.room(handle).goLive();
    room.remember(rose('old', 50), chat('old-chat'));
    const { assignments } = await startNode('fresh');
    await assignments.give(assignment(1));
    await expect.poll(types).toEqual(['stream.started', 'chat']);
  });

  it('restarts a broker that crashes, alone, and keeps its neighbour', async () => {
    const room = source.room(handle).goLive();
    const { assignments } = await startNode('crash');
    await assignments.give(assignment(1));
    await expect.poll(() => room.listeners).toBe(1);
    const poison = Object.defineProperty(rose('x', 1), 'streakId', {
      get() {
        throw new Error('planted');
      },
    });
    room.send(poison);
    await expect.poll(() => room.listeners).toBe(0);
    await expect.poll(() => room.listeners, { timeout: 5000 }).toBe(1);
    room.send(chat('after'));
    await expect.poll(types).toContain('chat');
    expect(room.listeners).toBe(1);
  });

  it('ends the connection of a broker that crashed while it handled a message', async () => {
    const room = source.room(handle).goLive();
    const { assignments } = await startNode('message');
    await assignments.give(assignment(1));
    await expect.poll(() => room.listeners).toBe(1);
    const end = { kind: 'closed', detail: 'x' } as const;
    room.drop(Object.defineProperty({ ...end }, 'kind', { get: () => planted() }));
    await expect.poll(() => source.openings, { timeout: 5000 }).toBe(2);
    // The new connection is counted when it is asked for and listens a little later.
    await expect.poll(() => room.listeners).toBe(1);
    expect(source.openings).toBe(2);
  });

  it('does not look owned without a lease: it takes it again, or lets go', async () => {
    const room = source.room(handle).goLive();
    const open = log.open.bind(log);
    let opens = 0;
    log.open = async (id, owner) => {
      if (id === streamerId && opens++ === 0) await leases.release(id, owner);
      return await open(id, owner);
    };
    const { assignments } = await startNode('gone');
    await assignments.give(assignment(1));
    await expect.poll(() => room.listeners, { timeout: 5000 }).toBe(1);
    expect(opens).toBeGreaterThan(1);
    log.open = open;
  });

  it('writes its status until it is stored, and again after a wipe', async () => {
    const room = source.room(handle).goLive();
    const report = log.reportStatus.bind(log);
    let failures = 2;
    log.reportStatus = async (id, generation, status) => {
      if (id === streamerId && status.state === 'live' && failures-- > 0) throw new Error('Redis is away');
      await report(id, generation, status);
    };
    const { assignments } = await startNode('status');
    await assignments.give(assignment(1));
    await expect.poll(() => room.listeners).toBe(1);
    const stored = async () => (await log.statuses([streamerId]))[0]?.state;
    await expect.poll(stored, { timeout: 6000 }).toBe('live');
    await redis.del(...(await redis.keys(`*${streamerId}*`)));
    await expect.poll(stored, { timeout: 6000 }).toBe('live');
    log.reportStatus = report;
  });

  it('takes nothing while it hands over', async () => {
    const { node, assignments } = await startNode('ending');
    const acquire = leases.acquire.bind(leases);
    leases.acquire = async (id, owner) => {
      const result = await acquire(id, owner);
      if (id === streamerId) await node.drain();
      return result;
    };
    await expect(assignments.give(assignment(1))).rejects.toThrow('is ending');
    leases.acquire = acquire;
    expect(await leases.owners([streamerId])).toEqual([undefined]);
    expect(node.describe().actors).toBe(0);
  });

  it('pauses when it is full', async () => {
    const { assignments } = await startNode('small', 1);
    await assignments.give(assignment(1));
    expect(assignments.paused).toBe(true);
    await expect(assignments.give({ ...assignment(1), streamerId: randomUUID() })).rejects.toThrow('no room');
    await leases.fence(streamerId, 2);
    await expect.poll(() => assignments.paused).toBe(false);
  });
});
