import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BrokerAssignment, LiveEvent } from '#libs/contracts';
import { LiveSourceError, type AssignmentConsumer, type GiftHit } from '#libs/domain';
import { InMemoryLiveSource } from '#libs/live-source';
import { RedisEventLog, RedisLeaseStore, RedisMoveOffers, RedisNodeRegistry } from '#libs/redis';
import { chat, user } from '../../../../test/support/live-events.js';
import { openTestRedis } from '../../../../test/support/test-redis.js';
import { WorkerNode } from './worker-node.js';

/** Long enough that a busy machine loses no lease by itself. */
const TTL_MS = 1500;
const redis = openTestRedis();
const log = new RedisEventLog(redis);
const leases = new RedisLeaseStore(redis, { ttlMs: TTL_MS });
const offers = new RedisMoveOffers(redis, { ttlMs: 2000 });

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
  async stop() {}
  async give(assignment: BrokerAssignment) {
    await this.handle?.(assignment);
  }
}

let source: InMemoryLiveSource;
let streamerId: string;
let handle: string;
let nodes: WorkerNode[];

interface NodeChange {
  log?: RedisEventLog;
  leases?: RedisLeaseStore;
  capacity?: number;
  drainMs?: number;
  offlinePollMs?: number;
}

async function startNode(name: string, change: NodeChange = {}) {
  const assignments = new HandConsumer();
  const nodeId = `${name}-${streamerId.slice(0, 8)}`;
  const node = new WorkerNode({
    ...{ nodeId, version: 'test', capacity: change.capacity ?? 10, source, assignments, offers },
    leases: change.leases ?? leases,
    lease: { ttlMs: TTL_MS, renewMs: 100 },
    moves: { timeoutMs: 3000, drainMs: change.drainMs ?? 3000 },
    settings: { retry: { baseMs: 20, maxMs: 100 }, offlinePollMs: change.offlinePollMs ?? 50, streakTimeoutMs: 8000 },
    log: change.log ?? log,
    registry: new RedisNodeRegistry(redis, { ttlMs: 1000 }),
  });
  await node.start();
  nodes.push(node);
  return { node, nodeId, assignments };
}

const assignment = (generation: number, change: Partial<BrokerAssignment> = {}): BrokerAssignment => ({
  ...{ streamerId, handle, generation, timeZone: 'UTC' },
  ...change,
});
const move = (generation: number, live = true) => assignment(generation, { move: true, live });
const owner = async () => (await leases.owners([streamerId]))[0];
async function events(): Promise<LiveEvent[]> {
  const head = await log.head(streamerId);
  const entries = await log.read(streamerId, { ...head, offset: 0 }, 5000);
  return (entries ?? []).map((entry) => JSON.parse(entry.json) as LiveEvent);
}
const types = async () => (await events()).map((event) => event.type);
const chats = async () => (await events()).flatMap((event) => (event.type === 'chat' ? [event.id] : []));

function rose(id: string, repeatCount: number): GiftHit {
  const now = Date.now();
  return {
    ...{ type: 'gift', id, at: now, receivedAt: now, user: user('ann') },
    ...{ gift: { id: '5655', name: 'Rose', coins: 1 }, streakId: 'ann:1', repeatCount, repeatEnd: false },
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

describe('a move', () => {
  it('misses nothing, repeats nothing and tells no gap, under a steady stream', async () => {
    const room = source.room(handle).goLive();
    const first = await startNode('first');
    const second = await startNode('second');
    await first.assignments.give(assignment(1));
    await expect.poll(() => room.listeners).toBe(1);
    let sent = 0;
    const talk = setInterval(() => {
      room.send(chat(`c${sent}`), rose(`g${sent}`, sent + 1));
      sent += 1;
    }, 2);
    await expect.poll(async () => (await chats()).length).toBeGreaterThan(20);
    await offers.offer(second.nodeId, move(2));
    await expect.poll(owner, { timeout: 4000 }).toEqual({ nodeId: second.nodeId, generation: 2 });
    const atMove = sent;
    await expect.poll(() => sent).toBeGreaterThan(atMove + 20);
    clearInterval(talk);
    await expect.poll(async () => (await chats()).length).toBe(sent);
    expect(await chats()).toEqual(Array.from({ length: sent }, (_, n) => `c${n}`));
    const all = await events();
    const coins = all.reduce((sum, event) => sum + (event.type === 'gift' ? event.coins : 0), 0);
    expect(coins).toBe(sent);
    expect(all.filter((event) => event.type.startsWith('source.') || event.type.startsWith('stream.'))).toHaveLength(1);
    expect(room.listeners).toBe(1);
    expect(first.node.describe().actors).toBe(0);
    expect((await log.statuses([streamerId]))[0]?.state).toBe('live');
    expect(source.purposes).toEqual(['start', 'move']);
  });

  it('leaves a healthy connection alone when the new node cannot connect', async () => {
    const room = source.room(handle).goLive();
    const first = await startNode('first');
    const second = await startNode('second');
    await first.assignments.give(assignment(1));
    await expect.poll(() => room.listeners).toBe(1);
    room.failNext('open', new LiveSourceError('sign-outage', 'down'));
    await offers.offer(second.nodeId, move(2));
    await expect.poll(() => source.openings).toBe(2);
    await expect.poll(() => second.node.describe().actors).toBe(0);
    room.send(chat('still'));
    await expect.poll(chats).toEqual(['still']);
    expect(await owner()).toEqual({ nodeId: first.nodeId, generation: 1 });
    expect(await types()).toEqual(['stream.started', 'chat']);
    // The next try, one generation higher, does it.
    await offers.offer(second.nodeId, move(3));
    await expect.poll(owner, { timeout: 4000 }).toEqual({ nodeId: second.nodeId, generation: 3 });
    await expect.poll(() => room.listeners).toBe(1);
    expect(await types()).toEqual(['stream.started', 'chat']);
  });

  it('waits for its turn to sign, and looks at the room once', async () => {
    const room = source.room(handle).goLive();
    const first = await startNode('first');
    const second = await startNode('second');
    await first.assignments.give(assignment(1));
    await expect.poll(() => room.listeners).toBe(1);
    const { probes } = source;
    for (let n = 0; n < 3; n++)
      room.failNext('open', new LiveSourceError('sign-rate-limited', 'not yet', { retryAfterMs: 20 }));
    await offers.offer(second.nodeId, move(2));
    await expect.poll(owner, { timeout: 4000 }).toEqual({ nodeId: second.nodeId, generation: 2 });
    expect([source.openings, source.probes - probes]).toEqual([5, 1]);
    expect(await types()).toEqual(['stream.started']);
  });

  it('tells the gap when the owner dies before it could make way', async () => {
    const room = source.room(handle).goLive();
    const second = await startNode('second');
    const dead = { nodeId: 'dead', generation: 1 };
    await leases.acquire(streamerId, dead);
    const opened = await log.open(streamerId, dead);
    if (opened.outcome !== 'opened') throw new Error(opened.outcome);
    const now = Date.now();
    const started = { type: 'stream.started' as const, id: 'x', at: now, receivedAt: now, roomId: room.roomId };
    const entries = [{ event: started }];
    await log.append({ streamerId, owner: dead, position: opened.state.position, day: '2026-01-01', entries });
    await offers.offer(second.nodeId, move(2));
    await expect.poll(owner, { timeout: 4000 }).toEqual({ nodeId: second.nodeId, generation: 2 });
    await expect.poll(types).toEqual(['stream.started', 'source.lost', 'source.restored']);
  });

  it('tells the gap when the owner could not append everything', async () => {
    const room = source.room(handle).goLive();
    const stuck = new RedisEventLog(redis);
    const first = await startNode('first', { log: stuck });
    const second = await startNode('second');
    await first.assignments.give(assignment(1));
    await expect.poll(() => room.listeners).toBe(1);
    await expect.poll(types).toEqual(['stream.started']);
    stuck.append = () => Promise.reject(new Error('planted'));
    room.send(chat('never stored'));
    await offers.offer(second.nodeId, move(2));
    await expect.poll(owner, { timeout: 4000 }).toEqual({ nodeId: second.nodeId, generation: 2 });
    await expect.poll(types).toEqual(['stream.started', 'source.lost', 'source.restored']);
  });

  it('follows a streamer who is offline at once, without a word', async () => {
    source.room(handle);
    const first = await startNode('first', { offlinePollMs: 60_000 });
    const second = await startNode('second', { offlinePollMs: 60_000 });
    await first.assignments.give(assignment(1));
    const status = async () => (await log.statuses([streamerId]))[0];
    await expect.poll(async () => (await status())?.state).toBe('offline');
    const before = await status();
    expect(before?.nextTryAt).toBeGreaterThan(Date.now() + 1000);
    const looks = source.probes;
    await offers.offer(second.nodeId, move(2, false));
    await expect.poll(owner, { timeout: 4000 }).toEqual({ nodeId: second.nodeId, generation: 2 });
    await expect.poll(() => first.node.describe().actors).toBe(0);
    // Whoever makes it, the next look comes when it was planned.
    await expect.poll(() => second.node.phases().get('waiting-offline')).toBe(1);
    expect(await status()).toEqual(before);
    expect([source.probes, source.openings]).toEqual([looks, 0]);
  });

  it('is not begun with the place of a streamer who is being assigned', async () => {
    const slow = new RedisLeaseStore(redis, { ttlMs: TTL_MS });
    const gate = Promise.withResolvers<void>();
    slow.acquire = async (...asked) => {
      await gate.promise;
      return await leases.acquire(...asked);
    };
    const small = await startNode('small', { capacity: 1, leases: slow });
    const given = small.assignments.give(assignment(1));
    await offers.offer(small.nodeId, { ...move(2, false), streamerId: randomUUID() });
    await expect.poll(() => redis.exists(`{nodes}:offers:${small.nodeId}`)).toBe(0);
    gate.resolve();
    await given;
    expect(small.node.describe().actors).toBe(1);
    expect(await owner()).toEqual({ nodeId: small.nodeId, generation: 1 });
  });

  it('is called off when the new node has to go itself, also while it asks', async () => {
    const room = source.room(handle).goLive();
    const second = await startNode('second');
    await leases.acquire(streamerId, { nodeId: 'slow', generation: 1 });
    const keep = setInterval(() => void leases.renew('slow', [{ streamerId, generation: 1 }]), 100);
    await offers.offer(second.nodeId, move(2));
    const asked = async () => (await leases.renew('slow', [{ streamerId, generation: 1 }]))[0];
    await expect.poll(asked, { timeout: 3000 }).toBe('wanted');
    await second.node.stop();
    clearInterval(keep);
    expect(await asked()).toBe('renewed');
    expect(room.listeners).toBe(0);
  });

  it('is called off when the new connection breaks before the owner made way', async () => {
    const room = source.room(handle).goLive();
    const second = await startNode('second');
    await leases.acquire(streamerId, { nodeId: 'slow', generation: 1 });
    const keep = setInterval(() => void leases.renew('slow', [{ streamerId, generation: 1 }]), 100);
    await offers.offer(second.nodeId, move(2));
    await expect.poll(() => room.listeners).toBe(1);
    room.drop();
    await expect.poll(() => second.node.describe().actors, { timeout: 3000 }).toBe(0);
    clearInterval(keep);
    expect(await owner()).toEqual({ nodeId: 'slow', generation: 1 });
  });

  it('replaces an owner that knows no requests', async () => {
    const room = source.room(handle).goLive();
    const second = await startNode('second');
    await leases.acquire(streamerId, { nodeId: 'old-version', generation: 1 });
    const keep = setInterval(() => void leases.renew('old-version', [{ streamerId, generation: 1 }]), 100);
    await offers.offer(second.nodeId, move(2));
    await expect.poll(owner, { timeout: 4000 }).toEqual({ nodeId: second.nodeId, generation: 2 });
    clearInterval(keep);
    await expect.poll(types).toEqual(['stream.started']);
    expect(room.listeners).toBe(1);
  });

  it('gives way to a wipe: the owner takes its lease again, under the old generation', async () => {
    const room = source.room(handle).goLive();
    const first = await startNode('first');
    await first.assignments.give(assignment(1));
    await expect.poll(() => room.listeners).toBe(1);
    const next = { nodeId: 'next', generation: 2 };
    const keys = await redis.keys(`*${streamerId}*`);
    const wish = keys.find((key) => key.endsWith('lease'))!.replace(/lease$/, 'successor');
    // Sent at once: the owner must not learn of the request before the wipe.
    const answers = [
      leases.request(streamerId, next, false),
      redis.del(...keys, wish),
      leases.request(streamerId, next, true),
    ];
    expect(await Promise.all(answers)).toEqual(['waiting', keys.length + 1, 'fenced']);
    await expect.poll(owner).toEqual({ nodeId: first.nodeId, generation: 1 });
    expect(room.listeners).toBe(1);
  });
});

describe('draining', () => {
  it('goes on until others have taken over, then ends', async () => {
    const room = source.room(handle).goLive();
    const first = await startNode('first');
    const second = await startNode('second');
    await first.assignments.give(assignment(1));
    await expect.poll(() => room.listeners).toBe(1);
    const ending = first.node.stop();
    await expect.poll(() => first.assignments.paused).toBe(true);
    room.send(chat('meanwhile'));
    await expect.poll(chats).toEqual(['meanwhile']);
    expect(await owner()).toEqual({ nodeId: first.nodeId, generation: 1 });
    await offers.offer(second.nodeId, move(2));
    await ending;
    expect(await owner()).toEqual({ nodeId: second.nodeId, generation: 2 });
    expect(await types()).toEqual(['stream.started', 'chat']);
  });

  it('frees what nobody took when its time is up', async () => {
    const room = source.room(handle).goLive();
    const first = await startNode('first', { drainMs: 300 });
    await startNode('second');
    await first.assignments.give(assignment(1));
    await expect.poll(() => room.listeners).toBe(1);
    await first.node.stop();
    expect(await owner()).toBeUndefined();
    expect(room.listeners).toBe(0);
  });

  it('by command leaves everything running, can be repeated, and can be taken back', async () => {
    const room = source.room(handle).goLive();
    const first = await startNode('first');
    await first.assignments.give(assignment(1));
    await expect.poll(() => room.listeners).toBe(1);
    await first.node.drainAsOperator();
    await first.node.drainAsOperator();
    expect(first.node.describe()).toMatchObject({ draining: true, actors: 1 });
    expect(first.assignments.paused).toBe(true);
    await offers.offer(first.nodeId, move(2));
    await first.node.resume();
    await first.node.resume();
    expect(first.node.describe()).toMatchObject({ draining: false, actors: 1 });
    expect(first.assignments.paused).toBe(false);
    // Its own move came back to it: it goes on under the generation that it has.
    await expect.poll(() => offers.take(first.nodeId)).toEqual([]);
    room.send(chat('on'));
    await expect.poll(chats).toEqual(['on']);
    expect(await owner()).toEqual({ nodeId: first.nodeId, generation: 1 });
  });
});
