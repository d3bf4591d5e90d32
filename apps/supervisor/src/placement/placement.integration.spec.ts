import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { streamerWithKeySchema, type BrokersHealth, type Readiness, type StreamerWithKey } from '#libs/contracts';
import { PostgresBrokerMoveRepository, PostgresBrokerRepository } from '#libs/persistence';
import { createRedis, RedisEventLog } from '#libs/redis';
import { TestPostgres } from '../../../../test/support/services/test-postgres.js';
import { TestRedis } from '../../../../test/support/services/test-redis.js';
import { FakeNode } from '../../test/fake-node.js';
import { TestSupervisor } from '../../test/test-supervisor.js';
import { PlacementState } from './placement-state.js';

const TTL_MS = 500;
const eventually = <T>(check: () => Promise<T> | T, timeout = 5000) => vi.waitFor(check, { timeout, interval: 20 });
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

let postgres: TestPostgres;
let redis: TestRedis;
let supervisor: TestSupervisor;

/** Of everybody who is connected. */
async function subscriptions(): Promise<number> {
  const connection = createRedis({ kind: 'single', url: redis.url }, 'test');
  try {
    const clients = String(await connection.client('LIST'));
    return [...clients.matchAll(/ p?sub=(\d+)/g)].reduce((sum, [, count]) => sum + Number(count), 0);
  } finally {
    connection.disconnect();
  }
}
let nodes: FakeNode[];
let count = 0;

beforeAll(async () => {
  postgres = await TestPostgres.start();
});
afterAll(() => postgres[Symbol.asyncDispose]());
beforeEach(async () => {
  redis = await TestRedis.start();
  supervisor = await TestSupervisor.start({ postgresUrl: postgres.url, redisUrl: redis.url });
  nodes = [];
});
afterEach(async () => {
  await Promise.all(nodes.map((node) => node.die()));
  await supervisor[Symbol.asyncDispose]();
  await redis[Symbol.asyncDispose]();
});

async function node(name: string): Promise<FakeNode> {
  const made = await new FakeNode(name, redis.url, TTL_MS).start();
  nodes.push(made);
  return made;
}
async function create(): Promise<StreamerWithKey> {
  const response = await supervisor.call('POST', '/api/v1/streamers', { handle: `placed${count++}` });
  return streamerWithKeySchema.parse(await response.json());
}
async function brokers() {
  return await new PostgresBrokerRepository(supervisor.database.database).list();
}
const patch = (id: string, change: object) => supervisor.call('PATCH', `/api/v1/streamers/${id}`, change);
const health = async () => (await (await supervisor.call('GET', '/health/brokers')).json()) as BrokersHealth;
const ready = async () => (await (await supervisor.call('GET', '/health/ready')).json()) as Readiness;

describe('placement', () => {
  it('gives a new streamer to a node, and says so', async () => {
    const one = await node('w1');
    const { id, handle } = await create();
    await eventually(() => expect(one.held.get(id)).toMatchObject({ generation: 1, handle }));
    await eventually(async () => {
      const shown: unknown = await (await supervisor.call('GET', `/api/v1/streamers/${id}`)).json();
      expect(shown).toMatchObject({ broker: { generation: 1, nodeId: 'w1', status: { state: 'live' } } });
    });
    await eventually(async () => expect((await health()).brokers).toMatchObject({ running: 1, live: 1 }));
    expect((await health()).nodes).toEqual({ alive: 1, draining: 0 });
  });

  it('moves the streamers of a node that died, once and one generation higher', async () => {
    const first = await node('w1');
    const created = await Promise.all(Array.from({ length: 10 }, create));
    await eventually(() => expect(first.held.size).toBe(10));
    const second = await node('w2');
    await pause(400);
    await first.die();
    const died = Date.now();
    await eventually(() => expect(second.held.size).toBe(10));
    expect(Date.now() - died).toBeLessThan(TTL_MS + 1000);
    await pause(400);
    expect(second.taken.map((assignment) => assignment.generation)).toEqual(created.map(() => 2));
  });

  it('tells the page that its broker is on the way to another machine', async () => {
    const first = await node('w1');
    const { id } = await create();
    await eventually(() => expect(first.held.size).toBe(1));
    await eventually(async () => expect((await brokers())[0]?.nodeId).toBe('w1'));
    await first.die();
    const connection = createRedis({ kind: 'single', url: redis.url }, 'test');
    await eventually(async () => {
      const [status] = await new RedisEventLog(connection).statuses([id]);
      expect(status).toMatchObject({ state: 'connecting', reason: { code: 'BROKER.MOVED' } });
    });
    connection.disconnect();
  });

  it('waits for a node without giving out generation after generation', async () => {
    const { id } = await create();
    await pause(1500);
    expect((await brokers())[0]?.generation).toBe(1);
    expect((await health()).brokers).toMatchObject({ desired: 1, unassigned: 1 });
    const one = await node('w1');
    await eventually(() => expect(one.held.get(id)?.generation).toBe(1));
  });

  it('stops a broker that is switched off, deleted, or queued in vain, and starts it again', async () => {
    const one = await node('w1');
    const { id } = await create();
    await eventually(() => expect(one.held.size).toBe(1));
    await patch(id, { enabled: false });
    await eventually(() => expect(one.held.size).toBe(0), 1000);
    await pause(500);
    expect(one.held.size).toBe(0);
    await patch(id, { enabled: true });
    await eventually(() => expect(one.held.get(id)?.generation).toBe(3));
    await supervisor.call('DELETE', `/api/v1/streamers/${id}`);
    await eventually(() => expect(one.held.size).toBe(0), 1000);
    await eventually(async () => expect(await brokers()).toEqual([]));

    await one.die();
    const queued = await create();
    await pause(200);
    await patch(queued.id, { enabled: false });
    await pause(200);
    const late = await node('w2');
    await pause(500);
    expect(late.taken).toEqual([]);
  });

  it('follows a changed handle with a new broker', async () => {
    const one = await node('w1');
    const { id } = await create();
    await eventually(() => expect(one.held.size).toBe(1));
    await patch(id, { handle: 'renamed' });
    await eventually(() => expect(one.held.get(id)).toMatchObject({ handle: 'renamed', generation: 3 }), 2000);
  });

  it('is done once by two supervisors', async () => {
    const second = await supervisor.startSecond();
    const one = await node('w1');
    await Promise.all(Array.from({ length: 30 }, create));
    await eventually(() => expect(one.held.size).toBe(30));
    await pause(500);
    expect(one.taken.map((assignment) => assignment.generation)).toEqual(Array.from({ length: 30 }, () => 1));
    await second.close();
  });
});

describe('moves', () => {
  const moves = async () =>
    (await new PostgresBrokerMoveRepository(supervisor.database.database).recent({ limit: 100 })).items;

  it('empty a node that drains while it goes on, once with two supervisors, and are put on record', async () => {
    const other = await supervisor.startSecond();
    const first = await node('w1');
    await Promise.all(Array.from({ length: 20 }, create));
    await eventually(() => expect(first.held.size).toBe(20));
    const second = await node('w2');
    // Who is live is read once a second.
    await eventually(async () => {
      expect([(await health()).brokers.live, other.get(PlacementState).liveStreamers.size]).toEqual([20, 20]);
    });
    first.draining = true;
    await eventually(() => expect([first.held.size, second.held.size]).toEqual([0, 20]));
    await eventually(async () => expect((await brokers()).every((one) => one.nodeId === 'w2')).toBe(true));
    expect((await brokers()).map((one) => one.generation)).toEqual(Array.from({ length: 20 }, () => 2));
    expect(second.taken.every((one) => one.move && one.live)).toBe(true);
    const drains = (await moves()).filter((one) => one.cause === 'drain');
    expect(drains).toHaveLength(20);
    expect(drains[0]).toMatchObject({ generation: 2, fromNode: 'w1', toNode: 'w2' });
    await other.close();
  });

  it('that nobody takes leave the owner alone, bar nobody, and are tried again', async () => {
    const first = await node('w1');
    const { id } = await create();
    await eventually(() => expect(first.held.size).toBe(1));
    const deaf = await node('w2');
    deaf.deaf = true;
    await pause(400);
    first.draining = true;
    await eventually(async () => expect((await brokers())[0]?.generation).toBe(2));
    await eventually(async () => expect((await brokers())[0]?.generation).toBe(3));
    expect(first.held.get(id)?.generation).toBe(1);
    expect((await health()).brokers).toMatchObject({ running: 1, unassigned: 0 });
    deaf.deaf = false;
    await eventually(() => expect(deaf.held.get(id)?.generation).toBeGreaterThan(2));
    expect(first.held.size).toBe(0);
  });

  it('that one node lets lapse are offered to another one', async () => {
    const first = await node('w1');
    const { id } = await create();
    await eventually(() => expect(first.held.size).toBe(1));
    const deaf = await node('w2');
    deaf.deaf = true;
    await pause(400);
    first.draining = true;
    await eventually(async () => expect((await brokers())[0]?.generation).toBe(2));
    const good = await node('w3');
    await eventually(() => expect(good.held.get(id)?.generation).toBe(3));
    expect([first.held.size, deaf.held.size]).toEqual([0, 0]);
  });

  it('that were under way when the owner died end as a takeover', async () => {
    const first = await node('w1');
    const { id } = await create();
    await eventually(() => expect(first.held.size).toBe(1));
    const second = await node('w2');
    second.deaf = true;
    await pause(400);
    first.draining = true;
    await eventually(async () => expect((await brokers())[0]?.cause).toBe('drain'));
    await first.die();
    await eventually(() => expect(second.held.get(id)?.generation).toBe(3));
    expect((await moves()).map((one) => one.cause)).toEqual(['owner-lost', 'drain', 'start']);
  });

  it('even out a fleet that grew, by streamers who are offline, and then stop', async () => {
    await supervisor[Symbol.asyncDispose]();
    supervisor = await TestSupervisor.start(
      { postgresUrl: postgres.url, redisUrl: redis.url },
      { PLACEMENT_SPACING_MS: '30' },
    );
    const first = await node('w1');
    first.state = 'offline';
    await Promise.all(Array.from({ length: 10 }, create));
    await eventually(() => expect(first.held.size).toBe(10));
    const second = await node('w2');
    second.state = 'offline';
    await eventually(() => expect(second.held.size).toBe(1));
    expect(first.held.size).toBe(9);
    await pause(500);
    // One in twenty, and at least one, in ten seconds.
    expect(second.taken).toHaveLength(1);
    expect((await moves())[0]).toMatchObject({ cause: 'rebalance', fromNode: 'w1', toNode: 'w2' });
  });
});

describe('placement under faults', () => {
  it('moves nothing when Redis is wiped, or killed and back', async () => {
    const one = await node('w1');
    await Promise.all(Array.from({ length: 10 }, create));
    await eventually(() => expect(one.held.size).toBe(10));
    const connection = createRedis({ kind: 'single', url: redis.url }, 'test');
    connection.on('error', () => undefined);
    await connection.flushall();
    await pause(1000);
    await redis.kill();
    await pause(300);
    await redis.restart();
    await pause(2500);
    expect(one.held.size).toBe(10);
    expect((await brokers()).map((broker) => broker.generation)).toEqual(Array.from({ length: 10 }, () => 1));
    await eventually(async () => expect((await health()).brokers.running).toBe(10));
    connection.disconnect();
  });

  it('goes on after PostgreSQL was away, and says what is down', async () => {
    const one = await node('w1');
    const { id } = await create();
    await eventually(() => expect(one.held.size).toBe(1));
    // In order: a killed test server loses its last commits (it runs without synchronous_commit).
    await postgres.stop();
    await eventually(async () => expect((await ready()).dependencies['postgres']?.status).toBe('down'));
    expect((await ready()).dependencies['redis']?.status).toBe('up');
    expect((await patch(id, { enabled: false })).status).toBe(503);
    expect(one.held.get(id)?.generation).toBe(1);
    await postgres.restart();
    await eventually(async () => expect((await ready()).status).toBe('ok'));
    expect((await patch(id, { enabled: false })).status).toBe(200);
    await eventually(() => expect(one.held.size).toBe(0));
    const warnings = supervisor.lines.filter((line) => line.includes('"placement"') && line.includes('interrupted'));
    expect(warnings.length).toBeLessThan(3);
  });

  it('starts without Redis, takes changes, and catches up', async () => {
    await redis.stop();
    const second = await supervisor.startSecond();
    expect((await create()).broker.status.state).toBe('degraded');
    expect((await supervisor.call('GET', '/health/ready')).status).toBe(503);
    await redis.restart();
    const one = await node('w1');
    await eventually(() => expect(one.held.size).toBe(1));
    await second.close();
  });

  it('shuts down in a bounded time while Redis is away', async () => {
    await expect.poll(subscriptions, { timeout: 10_000 }).toBeGreaterThan(0);
    const alone = await subscriptions();
    const second = await supervisor.startSecond();
    // Nest's transport does not wait for its subscription: lost in flight, it would reject with nobody to hear it.
    await expect.poll(subscriptions, { timeout: 10_000 }).toBeGreaterThanOrEqual(2 * alone);
    await redis.kill();
    const started = Date.now();
    await second.close();
    expect(Date.now() - started).toBeLessThan(5000);
    await redis.restart();
  });
});
