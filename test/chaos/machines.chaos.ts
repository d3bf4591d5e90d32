import { it } from 'vitest';
import { Giving } from '../cluster/scenarios/giving.js';
import { masterLost } from '../cluster/scenarios/master-lost.js';
import { primaryLost } from '../cluster/scenarios/primary-lost.js';
import { Cluster } from '../support/cluster.js';
import { TestPostgresPair } from '../support/services/test-postgres-pair.js';
import { TestRedisCluster } from '../support/services/test-redis-cluster.js';
import { holds } from './support/holds.js';

/** Real clocks: the configuration's defaults. */
it('a PostgreSQL primary lost for ten seconds', async () => {
  await using pair = await TestPostgresPair.start();
  await using product = await Cluster.start({ databaseUrl: pair.url });
  holds(await primaryLost(product, pair, { before: 200, awayMs: 10_000 }));
});

it('a master of a Redis Cluster lost', async () => {
  await using redis = await TestRedisCluster.start({ replicas: 1 });
  await using product = await Cluster.start({ redisCluster: redis });
  const acts = await Promise.all(Array.from({ length: 20 }, (_, n) => Giving.start(product, `streamer${n}`)));
  holds(await masterLost(redis, acts, 20));
});
