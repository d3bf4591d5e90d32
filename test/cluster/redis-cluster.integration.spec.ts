import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppendResult, Owner, PushedBatch } from '#libs/domain';
import {
  createRedis,
  RedisAlertMarks,
  RedisEventLog,
  RedisLeaseStore,
  RedisLivePush,
  RedisNodeRegistry,
  RedisOutbox,
  RedisReadModelStore,
  RedisWidgetControls,
  shardOf,
  ShardMarkers,
  isCluster,
  type RedisConnection,
} from '#libs/redis';
import { chat, gift } from '../support/live-events.js';
import { TestRedisCluster, type ClusterMember } from '../support/services/test-redis-cluster.js';

let cluster: TestRedisCluster;
let redis: RedisConnection;
let subscriber: RedisConnection;
let log: RedisEventLog;
let leases: RedisLeaseStore;
const owner: Owner = { nodeId: 'node-a', generation: 1 };

beforeAll(async () => {
  cluster = await TestRedisCluster.start();
  redis = createRedis(cluster.target, 'test');
  subscriber = createRedis(cluster.target, 'test', 'subscriber');
  for (const connection of [redis, subscriber]) connection.on('error', () => undefined);
  log = new RedisEventLog(redis);
  leases = new RedisLeaseStore(redis, { ttlMs: 60_000 });
});
afterAll(async () => {
  redis.disconnect();
  subscriber.disconnect();
  await cluster[Symbol.asyncDispose]();
});

const tag = (streamerId: string) => `{s${String(shardOf(streamerId)).padStart(2, '0')}}`;

/** One streamer of each master, and 61 more of the other shards. */
function everyShard(): string[] {
  const byShard = new Map<number, string>();
  while (byShard.size < 64) {
    const id = randomUUID();
    byShard.set(shardOf(id), id);
  }
  return [...byShard.values()];
}

class Writer {
  position = { epoch: '', offset: 0 };
  constructor(readonly streamerId: string) {}

  async open(): Promise<this> {
    expect(await leases.acquire(this.streamerId, owner)).toBe('acquired');
    const opened = await log.open(this.streamerId, owner);
    if (opened.outcome !== 'opened') throw new Error(opened.outcome);
    this.position = opened.state.position;
    return this;
  }

  async append(...ids: string[]): Promise<AppendResult> {
    const entries = ids.map((id) => ({ event: id.startsWith('g') ? gift(id) : chat(id) }));
    const { streamerId, position } = this;
    const result = await log.append({ streamerId, owner, position, day: '2026-11-23', entries });
    if (result.outcome === 'appended') this.position = result.position;
    return result;
  }

  async stored(): Promise<string[]> {
    const entries = await log.read(this.streamerId, { ...this.position, offset: 0 }, 10_000);
    return (entries ?? []).map((entry) => (JSON.parse(entry.json) as { id: string }).id);
  }
}

describe('streamers of all shards', () => {
  it('are written, read, pushed, led and kept for the ledger on the nodes that hold them', async () => {
    const heard = new Map<string, number>();
    const push = new RedisLivePush(subscriber, (error) => expect(error).toBeUndefined());
    await push.start();
    const writers = await Promise.all(everyShard().map((id) => new Writer(id).open()));
    await Promise.all(
      writers.map(({ streamerId }) =>
        push.subscribe(streamerId, {
          onBatch: (batch: PushedBatch) => heard.set(streamerId, (heard.get(streamerId) ?? 0) + batch.items.length),
          onStatus: () => undefined,
          onControl: () => undefined,
        }),
      ),
    );
    for (const writer of writers) expect(await writer.append('g1', 'c2', 'g3')).toMatchObject({ accepted: 3 });
    await expect.poll(() => [...heard.values()]).toEqual(writers.map(() => 3));
    expect(await writers[40]!.stored()).toEqual(['g1', 'c2', 'g3']);
    expect((await log.statuses(writers.map((one) => one.streamerId))).length).toBe(64);

    const mine = writers.map(({ streamerId }) => ({ streamerId, generation: 1 }));
    expect(new Set(await leases.renew('node-a', mine))).toEqual(new Set(['renewed']));
    expect(await leases.owners(mine.map((one) => one.streamerId))).toEqual(writers.map(() => owner));

    const options = { consumer: 'test', reclaimAfterMs: 1000, onBadEntry: (error: unknown) => expect(error).toBe('') };
    const outbox = new RedisOutbox(redis, options);
    const paid: string[] = [];
    await expect
      .poll(async () => {
        const { entries, acknowledge } = await outbox.take(100);
        paid.push(...entries.map((entry) => entry.streamerId));
        await acknowledge();
        return paid.length;
      })
      .toBe(128);
    expect(new Set(paid).size).toBe(64);
    await Promise.all(writers.map(({ streamerId }) => push.unsubscribe(streamerId)));
    await Promise.all(writers.map(({ streamerId }) => log.forget(streamerId)));
    expect(await writers[0]!.stored()).toEqual([]);
  });

  it('have settings, marks and queue control, and nodes are listed', async () => {
    const [streamerId] = everyShard();
    const marks = new RedisAlertMarks(redis);
    await marks.markStarted(streamerId!, 'gifts', ['a', 'b']);
    expect(await marks.startedAmong(streamerId!, 'gifts', ['a', 'c'])).toEqual(new Set(['a']));
    const controls = new RedisWidgetControls(redis);
    const widget = { id: 'gifts', type: 'gifts' } as const;
    expect(await controls.command(streamerId!, widget, { action: 'pause' })).toMatchObject({ paused: true });
    const models = new RedisReadModelStore(redis);
    expect(await models.get(streamerId!)).toBeUndefined();
    await models.remove(streamerId!);
    const registry = new RedisNodeRegistry(redis, { ttlMs: 60_000 });
    await registry.report({ nodeId: 'n1', capacity: 5, actors: 1, draining: false, version: '1', startedAt: 1 });
    expect((await registry.list()).map((node) => node.nodeId)).toEqual(['n1']);
  });
});

describe('a slot on its way to another node', () => {
  it('keeps one log without a hole: calls are refused or served whole, never served by half a streamer', async () => {
    const writer = await new Writer(randomUUID()).open();
    await writer.append('g0');
    const { epoch } = writer.position;
    const from = await cluster.masterOf(tag(writer.streamerId));
    const to = cluster.masters().find(({ port }) => port !== from.port)!;
    const slot = await cluster.ask(from, (client) => client.cluster('KEYSLOT', tag(writer.streamerId)));
    const answers: string[] = [];
    const want = { types: new Set<never>(), limit: 0, alerts: 0 };
    const attempt = async () => {
      const asked: Promise<string>[] = [
        writer.append('g1').then(({ outcome }) => outcome),
        leases.renew('node-a', [{ streamerId: writer.streamerId, generation: 1 }]).then(([answer]) => answer!),
        log.snapshot(writer.streamerId, want).then(({ position }) => position.epoch),
      ];
      for (const one of await Promise.allSettled(asked)) {
        answers.push(one.status === 'fulfilled' ? one.value : (one.reason as Error).message);
      }
    };
    let between = 0;
    await cluster.moveSlot(slot, from, to, async () => {
      if (between++ % 8 === 1) await attempt();
    });
    expect(await writer.append('g1', 'g2')).toMatchObject({ outcome: 'appended' });
    expect(writer.position).toMatchObject({ epoch, offset: 3 });
    expect(await writer.stored()).toEqual(['g0', 'g1', 'g2']);
    const known = ['appended', 'renewed', epoch];
    expect(answers.filter((one) => !known.includes(one) && !one.includes('Too many Cluster redirections'))).toEqual([]);
    expect(await leases.owners([writer.streamerId])).toEqual([owner]);
  });
});

describe('a master that is away', () => {
  let lost: ClusterMember;
  const ofNode = async (member: ClusterMember, wanted: boolean) => {
    for (const id of everyShard()) if (((await cluster.masterOf(tag(id))).port === member.port) === wanted) return id;
    throw new Error('no such shard');
  };

  it('takes its own streamers with it, in a bounded time, and nobody else', async () => {
    lost = cluster.masters()[1]!;
    const [away, here] = await Promise.all([
      new Writer(await ofNode(lost, true)).open(),
      new Writer(await ofNode(lost, false)).open(),
    ]);
    const heard: number[] = [];
    const push = new RedisLivePush(subscriber, () => undefined);
    let reconnects = 0;
    push.onReconnect(() => (reconnects += 1));
    for (const { streamerId } of [away, here]) {
      const onBatch = (batch: PushedBatch) => void heard.push(batch.to);
      await push.subscribe(streamerId, { onBatch, onStatus: () => undefined, onControl: () => undefined });
    }
    const markers = new ShardMarkers(isCluster(redis) ? redis : (undefined as never));
    await markers.setnx('{streamshape}:life', 'one');
    const life = await markers.get('{streamshape}:life');
    expect(life?.split(',')).toHaveLength(67);

    await cluster.kill(lost);
    const startedAt = performance.now();
    const both = [away, here].map(({ streamerId }) => ({ streamerId, generation: 1 }));
    expect(await leases.renew('node-a', both)).toEqual(['unknown', 'renewed']);
    await expect(away.append('g1')).rejects.toThrow();
    expect(performance.now() - startedAt).toBeLessThan(15_000);
    expect(await here.append('g1')).toMatchObject({ outcome: 'appended' });
    await expect.poll(() => heard).toEqual([1]);
    await expect(markers.get('{streamshape}:life')).rejects.toThrow();

    await cluster.restart(lost);
    const before = reconnects;
    await expect
      .poll(async () => (await away.append('g1').catch(() => undefined))?.outcome, { timeout: 15_000 })
      .toBe('appended');
    await expect.poll(() => reconnects, { timeout: 10_000 }).toBeGreaterThan(before);
    expect(await markers.get('{streamshape}:life')).toBe(life);
    await away.append('g2');
    await expect.poll(() => heard, { timeout: 5000 }).toContain(2);
    expect(await away.stored()).toEqual(['g1', 'g2']);
  });
});
