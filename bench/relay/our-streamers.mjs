import { createHash, randomUUID } from 'node:crypto';
import { createRedis, RedisReadModelStore } from '../../dist/libs/redis/src/index.js';

const hashOf = (key) => createHash('sha256').update(key).digest('hex');

/** Streamers as the supervisor would have written them for gateways: each with a widget key. */
export async function writeStreamers(redisUrl, count) {
  const redis = createRedis({ kind: 'single', url: redisUrl }, 'bench');
  try {
    const store = new RedisReadModelStore(redis);
    const streamers = Array.from({ length: count }, () => ({ id: randomUUID(), key: randomUUID() }));
    for (const { id, key } of streamers) {
      await store.write({ streamerId: id, active: true, rev: 1, keyHash: hashOf(key), widgets: [], goals: [] });
    }
    return streamers;
  } finally {
    redis.disconnect();
  }
}

/** What a page says when it comes. */
export const helloOf = (key, widget) => JSON.stringify({ event: 'hello', data: { v: 1, key, widget } });
