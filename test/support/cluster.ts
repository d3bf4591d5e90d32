import { TikTokSimulator } from '../../apps/tiktok-simulator/src/index.js';
import { streamerWithKeySchema, type StreamerWithKey } from '#libs/contracts';
import { TestPostgres } from './services/test-postgres.js';
import { TestRedis } from './services/test-redis.js';
import type { TestRedisCluster } from './services/test-redis-cluster.js';
import { OWN_BUILD, RoleProcess } from './role-process.js';

const OPERATOR_TOKEN = 'operator-token-of-a-test';

export interface ClusterOptions {
  workers?: number;
  /** May depend on the local TikTok, for example on signing services that it is given. */
  environment?: Record<string, string> | ((simulator: TikTokSimulator) => Promise<Record<string, string>>);
  redisCluster?: TestRedisCluster;
  databaseUrl?: string;
  gatewayPort?: number;
  supervisorPort?: number;
  /** Rooms that exist before anything starts. */
  rooms?: string[];
  /** The build that it starts from; this checkout's without it. */
  build?: string;
}

/** The whole product as it ships, with services of its own and a local TikTok: every process a real one. */
export class Cluster implements AsyncDisposable {
  supervisor!: RoleProcess;
  readonly workers: RoleProcess[] = [];
  readonly gateways: RoleProcess[] = [];
  private readonly others: RoleProcess[] = [];
  /** What is started from now on comes from this build. */
  build = OWN_BUILD;

  private constructor(
    private readonly own: { redis?: TestRedis | undefined; postgres?: TestPostgres | undefined },
    readonly simulator: TikTokSimulator,
    private readonly environment: Record<string, string>,
  ) {}

  /** `redisCluster` is used in place of a Redis of its own; `databaseUrl` in place of its PostgreSQL. */
  static async start(options: ClusterOptions = {}): Promise<Cluster> {
    const [redis, postgres] = await Promise.all([
      options.redisCluster ? undefined : TestRedis.start(),
      options.databaseUrl === undefined ? TestPostgres.start() : undefined,
    ]);
    const simulator = new TikTokSimulator({ seed: 1 });
    const { url } = await simulator.listen(0);
    const { environment } = options;
    const given = typeof environment === 'function' ? await environment(simulator) : environment;
    for (const handle of options.rooms ?? []) simulator.room(handle);
    const cluster = new Cluster({ redis, postgres }, simulator, {
      ...(options.redisCluster ? { REDIS_CLUSTER_NODES: options.redisCluster.nodes } : { REDIS_URL: redis!.url }),
      DATABASE_URL: options.databaseUrl ?? postgres!.url,
      TIKTOK_WEB_URL: url,
      TIKTOK_WEBCAST_URL: url,
      TIKTOK_SIGN_URL: url,
      TIKTOK_SIGN_API_KEY: 'test-key',
      OPERATOR_TOKEN,
      OFFLINE_POLL_MS: '300',
      LIVENESS_REQUESTS_PER_MINUTE: '100000',
      RETRY_BASE_MS: '100',
      RETRY_MAX_MS: '1000',
      ...given,
    });
    cluster.build = options.build ?? OWN_BUILD;
    try {
      await cluster.migrate();
      cluster.supervisor = await cluster.addSupervisor(options.supervisorPort);
      for (let n = 0; n < (options.workers ?? 2); n++) await cluster.addWorker();
      await cluster.addGateway(options.gatewayPort);
    } catch (error) {
      await cluster[Symbol.asyncDispose]();
      throw error;
    }
    return cluster;
  }

  get databaseUrl(): string {
    return this.environment['DATABASE_URL']!;
  }

  get operatorHeaders() {
    return { authorization: `Bearer ${OPERATOR_TOKEN}` };
  }

  get redis(): TestRedis {
    return this.own.redis!;
  }

  get postgres(): TestPostgres {
    return this.own.postgres!;
  }

  /** All that it ever started, but for gateways that were taken out. */
  get processes(): RoleProcess[] {
    return [...this.others, ...this.workers, ...this.gateways];
  }

  get gatewayUrl(): string {
    return this.gateways[0]!.url;
  }

  /** `environment` is what it has of its own, for example another way to Redis. */
  async addWorker(environment: Record<string, string> = {}): Promise<RoleProcess> {
    const worker = await RoleProcess.start('worker', { ...this.environment, ...environment }, undefined, this.build);
    this.workers.push(worker);
    return worker;
  }

  async addGateway(port?: number): Promise<RoleProcess> {
    const gateway = await RoleProcess.start('widget-gateway', this.environment, port, this.build);
    this.gateways.push(gateway);
    return gateway;
  }

  /** Starts the first gateway again on its port, so that its pages find it. It has ended before. */
  async reviveGateway(): Promise<RoleProcess> {
    const revived = await RoleProcess.start('widget-gateway', this.environment, this.gateways[0]!.port, this.build);
    this.gateways[0] = revived;
    return revived;
  }

  async addSupervisor(port?: number): Promise<RoleProcess> {
    const supervisor = await RoleProcess.start('supervisor', this.environment, port, this.build);
    this.others.push(supervisor);
    return supervisor;
  }

  /** Brings the database up to the version of the build. */
  async migrate(): Promise<void> {
    await RoleProcess.run('apps/supervisor/src/migrate.js', this.environment, this.build);
  }

  /** A call of the REST API, as the operator. */
  async api(method: string, path: string, body?: unknown): Promise<Response> {
    return await fetch(`${this.supervisor.url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${OPERATOR_TOKEN}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  async createStreamer(handle: string): Promise<StreamerWithKey> {
    const answer = await this.api('POST', '/streamers', { handle });
    if (answer.status !== 201) throw new Error(`${answer.status}: ${await answer.text()}`);
    return streamerWithKeySchema.parse(await answer.json());
  }

  /** The worker that has a connection to the room of `streamerId`, by what it logged. */
  ownerOf(streamerId: string): RoleProcess | undefined {
    const taken = (log: string) => log.lastIndexOf(`"streamerId":"${streamerId}"`);
    const owners = this.workers.filter(({ running, log }) => running && taken(log) >= 0);
    return owners.find(({ log }) => log.slice(taken(log)).split('\n', 1)[0]!.includes('Took on'));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const processes = [...this.gateways, ...this.workers, ...this.others];
    await Promise.all(processes.map((started) => started[Symbol.asyncDispose]()));
    await this.simulator.close();
    await this.own.redis?.[Symbol.asyncDispose]();
    await this.own.postgres?.[Symbol.asyncDispose]();
  }
}
