import { streamerWithKeySchema } from '#libs/contracts';
import { createRedis, type RedisConnection } from '#libs/redis';
import { testEnvironment } from '../../../test/support/services/test-environment.js';
import { TestRedis } from '../../../test/support/services/test-redis.js';
import { TestSupervisor } from './test-supervisor.js';

/** A supervisor with a Redis of its own, and a connection to that. */
export class SupervisorOnRedis implements AsyncDisposable {
  private streamers = 0;

  private constructor(
    readonly server: TestRedis,
    readonly supervisor: TestSupervisor,
    readonly redis: RedisConnection,
  ) {}

  static async start(variables: Record<string, string> = {}): Promise<SupervisorOnRedis> {
    const server = await TestRedis.start();
    const services = { postgresUrl: testEnvironment.databaseUrl(), redisUrl: server.url };
    const supervisor = await TestSupervisor.start(services, variables);
    const redis = createRedis({ kind: 'single', url: server.url }, 'test');
    redis.on('error', () => undefined);
    return new SupervisorOnRedis(server, supervisor, redis);
  }

  /** A streamer whom the operator made; gives their id. */
  async createStreamer(wish: object = {}): Promise<string> {
    const handle = `streamer${this.streamers++}`;
    const created = await this.supervisor.call('POST', '/api/v1/streamers', { handle, ...wish });
    return streamerWithKeySchema.parse(await created.json()).id;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.redis.disconnect();
    await this.supervisor[Symbol.asyncDispose]();
    await this.server[Symbol.asyncDispose]();
  }
}
