import { randomUUID } from 'node:crypto';
import { TikTokSimulator, type SimulatedRoom } from '../../apps/tiktok-simulator/src/index.js';
import type { BrokerSettings } from '../../apps/worker/src/actor/broker-settings.js';
import { WorkerNode } from '../../apps/worker/src/node/worker-node.js';
import type { BrokerAssignment, LiveEvent, SourceStatus } from '#libs/contracts';
import type { AssignmentConsumer } from '#libs/domain';
import { TikTokLiveSource } from '#libs/live-source';
import {
  RedisEventLog,
  RedisLeaseStore,
  RedisLivenessBudget,
  RedisMoveOffers,
  RedisNodeRegistry,
  type RedisConnection,
} from '#libs/redis';
import { openTestRedis } from '../support/test-redis.js';

export interface FleetOptions {
  settings?: Partial<BrokerSettings>;
  requestsPerMinute?: number;
  silenceMs?: number;
  connectTimeoutMs?: number;
  /** How often the simulator says that it is there. */
  keepAliveMs?: number;
}

export interface Told {
  /** ms. */
  at: number;
  status: SourceStatus;
}

/** Keeps what was said of each connection, in order. */
class RecordingLog extends RedisEventLog {
  readonly told = new Map<string, Told[]>();

  override async reportStatus(streamerId: string, generation: number, status: SourceStatus): Promise<void> {
    const told = this.told.get(streamerId) ?? [];
    this.told.set(streamerId, [...told, { at: Date.now(), status }]);
    await super.reportStatus(streamerId, generation, status);
  }
}

/** The pulling side of a queue that a test fills by hand. */
class Hand implements AssignmentConsumer {
  give: (assignment: BrokerAssignment) => Promise<void> = async () => undefined;
  async start(handle: (assignment: BrokerAssignment) => Promise<void>): Promise<void> {
    this.give = handle;
  }
  async pause(): Promise<void> {}
  async resume(): Promise<void> {}
  async stop(): Promise<void> {}
}

/** A worker node with the real TikTok source, before a simulated TikTok, on a real Redis. */
export class Fleet implements AsyncDisposable {
  private constructor(
    readonly simulator: TikTokSimulator,
    private readonly redis: RedisConnection,
    private readonly log: RecordingLog,
    private readonly node: WorkerNode,
    private readonly hand: Hand,
  ) {}

  static async start(options: FleetOptions = {}): Promise<Fleet> {
    const { keepAliveMs } = options;
    const simulator = new TikTokSimulator({ seed: 1, ...(keepAliveMs === undefined ? {} : { keepAliveMs }) });
    const { url } = await simulator.listen(0);
    const redis = openTestRedis();
    const log = new RecordingLog(redis);
    const hand = new Hand();
    const lease = { ttlMs: 5000, renewMs: 1000 };
    const settings = { retry: { baseMs: 1000, maxMs: 60_000 }, offlinePollMs: 60_000, streakTimeoutMs: 8000 };
    const node = new WorkerNode({
      nodeId: `fleet-${randomUUID()}`,
      version: 'test',
      capacity: 10_000,
      lease,
      settings: { ...settings, ...options.settings },
      source: new TikTokLiveSource({
        webUrl: url,
        webcastUrl: url,
        signProviders: [{ url, key: 'key-1' }],
        connectTimeoutMs: options.connectTimeoutMs ?? 15_000,
        silenceMs: options.silenceMs ?? 90_000,
      }),
      log,
      leases: new RedisLeaseStore(redis, { ttlMs: lease.ttlMs }),
      registry: new RedisNodeRegistry(redis, { ttlMs: lease.ttlMs }),
      liveness: new RedisLivenessBudget(redis, {
        requestsPerMinute: options.requestsPerMinute ?? 300,
        name: randomUUID(),
      }),
      assignments: hand,
      offers: new RedisMoveOffers(redis, { ttlMs: 2000 }),
      moves: { timeoutMs: 2000, drainMs: 100 },
    });
    await node.start();
    return new Fleet(simulator, redis, log, node, hand);
  }

  /** The node follows the room of `handle`, which exists, offline, from now on. */
  async follow(handle: string): Promise<{ streamerId: string; room: SimulatedRoom }> {
    const room = this.simulator.room(handle);
    const streamerId = randomUUID();
    await this.hand.give({ streamerId, handle, generation: 1, timeZone: 'UTC' });
    return { streamerId, room };
  }

  told(streamerId: string): Told[] {
    return this.log.told.get(streamerId) ?? [];
  }

  status(streamerId: string): SourceStatus | undefined {
    return this.told(streamerId).at(-1)?.status;
  }

  async events(streamerId: string): Promise<LiveEvent[]> {
    const head = await this.log.head(streamerId);
    const entries = await this.log.read(streamerId, { ...head, offset: 0 }, 5000);
    return (entries ?? []).map(({ json }) => JSON.parse(json) as LiveEvent);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.node.stop();
    await this.simulator.close();
    await this.redis.quit();
  }
}
