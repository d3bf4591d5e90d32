import { randomUUID } from 'node:crypto';
import { Queue } from 'bullmq';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BrokerAssignment } from '#libs/contracts';
import { createRedis, type RedisConnection } from '#libs/redis';
import { startQueueServer, type QueueServer } from '../../../test/support/services/queue-server.js';
import { sharedTestCluster } from '../../../test/support/services/test-redis-cluster.js';
import { BullmqAssignmentConsumer, BullmqAssignmentQueue, QUEUE_NAME, QUEUE_PREFIX } from './index.js';

let redis: QueueServer;
let queue: BullmqAssignmentQueue;
const connections: RedisConnection[] = [];
const consumers: BullmqAssignmentConsumer[] = [];

function connect(use: 'commands' | 'queue'): RedisConnection {
  const connection = createRedis(redis.target, 'assignments-test', use);
  connection.on('error', () => undefined);
  connections.push(connection);
  return connection;
}

function consumer(nodeId: string, onFailed?: (data: unknown, error: Error) => void): BullmqAssignmentConsumer {
  const options = { nodeId, onError: () => undefined, ...(onFailed ? { onFailed } : {}) };
  const made = new BullmqAssignmentConsumer(connect('queue'), options);
  consumers.push(made);
  return made;
}

const assignment = (generation = 1): BrokerAssignment => ({
  streamerId: randomUUID(),
  handle: 'demo',
  generation,
  timeZone: 'UTC',
});

beforeEach(async () => {
  redis = await startQueueServer(sharedTestCluster());
  queue = new BullmqAssignmentQueue(connect('commands'), () => undefined);
});
afterEach(async () => {
  await Promise.all(consumers.splice(0).map((one) => one.stop()));
  await queue.close();
  for (const connection of connections.splice(0)) connection.disconnect();
  await redis[Symbol.asyncDispose]();
});

describe('assignments over BullMQ', () => {
  it('reach one node once, however often they are queued while they wait', async () => {
    const given = assignment();
    await Promise.all([queue.assign(given), queue.assign(given), queue.assign(given)]);
    const handle = vi.fn(async () => {});
    await consumer('w1').start(handle);
    await consumer('w2').start(handle);
    await vi.waitFor(() => expect(handle).toHaveBeenCalledWith(given));
    await queue.assign({ ...given, generation: 2 });
    await vi.waitFor(() => expect(handle).toHaveBeenCalledTimes(2));
  });

  it('are known to be on their way until a node is done with them', async () => {
    const [given, other] = [assignment(), assignment()];
    await queue.assign(given);
    expect(await queue.waiting([given, other, { ...given, generation: 2 }])).toEqual(new Set([given.streamerId]));
    let finish = () => {};
    const handle = vi.fn(() => new Promise<void>((resolve) => (finish = resolve)));
    await consumer('w1').start(handle);
    await vi.waitFor(() => expect(handle).toHaveBeenCalled());
    expect(await queue.waiting([given])).toEqual(new Set([given.streamerId]));
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 3500);
    expect(await queue.waiting([given])).toEqual(new Set());
    vi.restoreAllMocks();
    finish();
    await vi.waitFor(async () => expect(await queue.waiting([given])).toEqual(new Set()));
    await vi.waitFor(async () => {
      await queue.assign(given);
      expect(handle).toHaveBeenCalledTimes(2);
    });
    finish();
  });

  it('that are live pass a thousand that wait', async () => {
    await Promise.all(Array.from({ length: 1000 }, () => queue.assign(assignment())));
    const live = { ...assignment(), live: true };
    const taken: string[] = [];
    const slow = async ({ streamerId }: BrokerAssignment) => {
      taken.push(streamerId);
      if (taken.length === 50) await queue.assign(live);
    };
    await consumer('w1').start(slow);
    await vi.waitFor(() => expect(taken).toContain(live.streamerId), { timeout: 5000, interval: 5 });
    expect(taken.indexOf(live.streamerId)).toBeLessThan(60);
  });

  it('are tried again after a rejection', async () => {
    const handle = vi.fn(async () => {}).mockRejectedValueOnce(new Error('not now'));
    await queue.assign(assignment());
    await consumer('w1').start(handle);
    await vi.waitFor(() => expect(handle).toHaveBeenCalledTimes(2), 3000);
  });

  it('fail at once when they cannot be read', async () => {
    const onFailed = vi.fn();
    const raw = new Queue(QUEUE_NAME, { connection: connect('commands'), prefix: QUEUE_PREFIX });
    await raw.add('assign', { streamerId: 'x' }, { attempts: 5 });
    const handle = vi.fn(async () => {});
    await consumer('w1', onFailed).start(handle);
    await vi.waitFor(() => expect(onFailed).toHaveBeenCalled());
    expect(onFailed.mock.calls[0]?.[1]).toMatchObject({ message: expect.stringContaining('streamerId') as string });
    expect(handle).not.toHaveBeenCalled();
    await raw.close();
  });

  it('are left to others by a node that paused itself in mid-handling', async () => {
    const full = consumer('full');
    const taken: string[] = [];
    await full.start(async () => {
      taken.push('full');
      await full.pause();
    });
    for (let count = 0; count < 5; count++) await queue.assign(assignment());
    await vi.waitFor(() => expect(taken).toEqual(['full']));
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(taken).toEqual(['full']);
    await consumer('free').start(async () => void taken.push('free'));
    await vi.waitFor(() => expect(taken).toHaveLength(5), 5000);
    expect(taken.filter((node) => node === 'full')).toHaveLength(1);
    await full.resume();
    for (let count = 0; count < 5; count++) await queue.assign(assignment());
    await vi.waitFor(() => expect(taken).toHaveLength(10), 5000);
  });

  it('flow again within two seconds of the return of Redis', async () => {
    const handle = vi.fn(async () => {});
    await consumer('w1').start(handle);
    await queue.assign(assignment());
    await vi.waitFor(() => expect(handle).toHaveBeenCalledTimes(1));
    await redis.kill();
    await expect(queue.assign(assignment())).rejects.toThrow();
    await redis.restart();
    const back = Date.now();
    await vi.waitFor(() => queue.assign(assignment()), { timeout: 5000 });
    await vi.waitFor(() => expect(handle.mock.calls.length).toBeGreaterThan(1), { timeout: 5000 });
    expect(Date.now() - back).toBeLessThan(2500);
  });

  it('let a node stop while Redis is away', async () => {
    const one = consumer('w1');
    await one.start(async () => {});
    await redis.kill();
    const started = Date.now();
    await one.stop();
    expect(Date.now() - started).toBeLessThan(3000);
  });
});
