import { openTestRedis } from '../../../test/support/test-redis.js';
import { streamerBase } from '../src/keys.js';
import { RedisLeaseStore } from '../src/leases/redis-lease-store.js';
import type { LeaseWorld } from './lease-store.contract.js';

/** The real store; keys carry random ids, so that other tests may use the same Redis. */
export function redisLeaseWorld(): LeaseWorld {
  const redis = openTestRedis();
  return {
    store: new RedisLeaseStore(redis, { ttlMs: 5000 }),
    expire: async (id) => void (await redis.del(`${streamerBase(id)}lease`)),
    wipe: async (id) => {
      const names = ['lease', 'fence', 'successor', 'handed'];
      await redis.del(...names.map((name) => `${streamerBase(id)}${name}`));
    },
    dispose: async () => void (await redis.quit()),
  };
}
