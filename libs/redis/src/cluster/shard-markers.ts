import type { Cluster } from 'ioredis';
import { shardTags } from '../keys.js';

/**
 * Stands for one marker key in a cluster, where each master can lose its data alone: a marker for every hash tag that
 * is in use. Together they read as one text, and as absent when one of them is.
 */
export class ShardMarkers {
  constructor(private readonly redis: Cluster) {}

  async get(key: string): Promise<string | null> {
    const found = await Promise.all(keysOf(key).map((one) => this.redis.get(one)));
    return found.includes(null) ? null : found.join();
  }

  /** Fills in what is absent. Always 0: what holds afterwards is for `get` to say. */
  async setnx(key: string, value: string): Promise<number> {
    await Promise.all(keysOf(key).map((one) => this.redis.setnx(one, value)));
    return 0;
  }
}

function keysOf(key: string): string[] {
  const suffix = key.replace(/^\{[^}]*\}/, '');
  return [key, ...[...shardTags(), '{config}', '{nodes}'].map((tag) => `${tag}${suffix}`)];
}
