import { BullmqAssignmentConsumer } from '#libs/assignments';
import type { BrokerAssignment } from '#libs/contracts';
import { createRedis, RedisEventLog, RedisLeaseStore, RedisMoveOffers, RedisNodeRegistry } from '#libs/redis';

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
  private readonly offers;
  draining = false;
  /** It does not look for moves. */
  deaf = false;
  capacity = 100;
  /** What `live` streamers are said to be. */
  state: 'live' | 'offline' = 'live';
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
    this.offers = new RedisMoveOffers(this.redis, { ttlMs: 1500 });
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
    await this.hold(assignment);
  }

  private async hold(assignment: BrokerAssignment): Promise<void> {
    const { streamerId, generation } = assignment;
    this.held.set(streamerId, assignment);
    this.taken.push(assignment);
    await this.log.reportStatus(streamerId, generation, { state: this.state, since: Date.now() });
  }

  private async move(assignment: BrokerAssignment): Promise<void> {
    const { streamerId, generation } = assignment;
    const owner = { nodeId: this.nodeId, generation };
    for (let tries = 0; tries < 30 && this.timer; tries++) {
      const answer = await this.leases.request(streamerId, owner, tries > 0);
      if (answer === 'fenced') return;
      if (answer !== 'waiting') return await this.hold(assignment);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  private async renew(): Promise<void> {
    for (const offer of this.draining || this.deaf ? [] : await this.offers.take(this.nodeId)) {
      this.move(offer).catch(() => undefined);
    }
    const held = [...this.held.values()];
    const results = await this.leases.renew(this.nodeId, held);
    for (const [index, { streamerId, generation }] of held.entries()) {
      if (results[index] === 'renewed') continue;
      if (results[index] === 'wanted') {
        this.held.delete(streamerId);
        await this.leases.handOver(streamerId, { nodeId: this.nodeId, generation }, true);
        continue;
      }
      const again =
        results[index] === 'missing' && (await this.leases.acquire(streamerId, { nodeId: this.nodeId, generation }));
      if (again !== 'acquired') this.held.delete(streamerId);
    }
    await this.nodes.report({
      ...{ nodeId: this.nodeId, capacity: this.capacity, actors: this.held.size, draining: this.draining },
      ...{ version: 'test', startedAt: 0 },
    });
  }
}
