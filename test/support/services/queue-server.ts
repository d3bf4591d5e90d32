import type { RedisTarget } from '#libs/redis';
import { TestRedis } from './test-redis.js';
import type { TestRedisCluster } from './test-redis-cluster.js';

const QUEUE_TAG = '{streamshape}';

/** The server that holds the assignments, empty at first, which a test may kill and start again. */
export interface QueueServer extends AsyncDisposable {
  readonly target: RedisTarget;
  kill(): Promise<void>;
  restart(): Promise<void>;
}

/** One Redis of the test's own; of `cluster`, where one is given, the master that has the queue. */
export async function startQueueServer(cluster: TestRedisCluster | undefined): Promise<QueueServer> {
  if (cluster === undefined) {
    const redis = await TestRedis.start();
    return Object.assign(redis, { target: { kind: 'single' as const, url: redis.url } });
  }
  const master = await cluster.masterOf(QUEUE_TAG);
  return {
    target: cluster.target,
    kill: () => cluster.kill(master),
    restart: () => cluster.restart(master),
    [Symbol.asyncDispose]: async () => {
      await cluster.restart(master);
      await cluster.ask(master, (client) => client.flushall());
    },
  };
}
