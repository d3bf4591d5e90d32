import { BullmqAssignmentConsumer } from '#libs/assignments';
import type { BrokerAssignment } from '#libs/contracts';
import { createRedis, RedisEventLog, RedisLeaseStore, RedisNodeRegistry } from '#libs/redis';

/** A worker node without actors: it takes assignments, holds leases, and says that each streamer is live. */
export class FakeNode {
  readonly held = new Map<string, BrokerAssignment>();
  readonly taken: BrokerAssignment[] = [];
  private readonly redis;
  private readonly queueRedis;
  private readonly leases;
  private readonly nodes;
  private readonly log;
  private readonly consumer;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    readonly nodeId: string,
    redisUrl: string,
    leaseTtlMs: number,
  ) {
    const target = { kind: 'single', url: redisUrl } as const;
    this.redis = createRedis(target, nodeId);
    this.queueRedis = createRedis(target, `${nodeId}-queue`, 'queue');
    for (const connection of [this.redis, this.queueRedis]) connection.on('error', () => undefined);
    this.leases = new RedisLeaseStore(this.redis, { ttlMs: leaseTtlMs });
    this.nodes = new RedisNodeRegistry(this.redis, { ttlMs: leaseTtlMs });
    this.log = new RedisEventLog(this.redis);
    this.consumer = new BullmqAssignmentConsumer(this.queueRedis, { nodeId, onError: () => undefined });
  }

  async start(renewMs = 100): Promise<this> {
    await this.consumer.start((assignment) => this.take(assignment));
    const renew = () => {
      this.renew()
        .catch(() => undefined)
        .finally(() => {
          if (this.timer) this.timer = setTimeout(renew, renewMs);
        });
    };
    this.timer = setTimeout(renew, 0);
    return this;
  }

  /** Falls silent without a word, as a killed process does. */
  async die(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.consumer.stop();
    this.redis.disconnect();
    this.queueRedis.disconnect();
  }

  private async take(assignment: BrokerAssignment): Promise<void> {
    const { streamerId, generation } = assignment;
    if ((await this.leases.acquire(streamerId, { nodeId: this.nodeId, generation })) !== 'acquired') return;
    this.held.set(streamerId, assignment);
    this.taken.push(assignment);
    await this.log.reportStatus(streamerId, generation, { state: 'live', since: Date.now() });
  }

  private async renew(): Promise<void> {
    const held = [...this.held.values()];
    const results = await this.leases.renew(this.nodeId, held);
    for (const [index, { streamerId, generation }] of held.entries()) {
      if (results[index] === 'renewed') continue;
      const again =
        results[index] === 'missing' && (await this.leases.acquire(streamerId, { nodeId: this.nodeId, generation }));
      if (again !== 'acquired') this.held.delete(streamerId);
    }
    await this.nodes.report({
      ...{ nodeId: this.nodeId, capacity: 100, actors: this.held.size, draining: false },
      ...{ version: 'test', startedAt: 0 },
    });
  }
}
