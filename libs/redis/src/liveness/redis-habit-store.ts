import { encodeHabits, type HabitStore, type LiveHabits } from '#libs/domain';
import type { RedisConnection } from '../connection.js';
import { livenessKeys } from './liveness-keys.js';

const BATCH = 500;

/** Usual hours in one hash, where the script that gives a look its slot reads them. */
export class RedisHabitStore implements HabitStore {
  private readonly key: string;

  constructor(
    private readonly redis: RedisConnection,
    name?: string,
  ) {
    this.key = livenessKeys(name).habits;
  }

  async write(habits: ReadonlyMap<string, LiveHabits>): Promise<void> {
    const fields = [...habits].map(([id, known]) => [id, encodeHabits(known)]);
    for (let start = 0; start < fields.length; start += BATCH) {
      await this.redis.hset(this.key, ...fields.slice(start, start + BATCH).flat());
    }
  }

  async forget(streamerIds: readonly string[]): Promise<void> {
    if (streamerIds.length > 0) await this.redis.hdel(this.key, ...streamerIds);
  }

  async known(): Promise<string[]> {
    return await this.redis.hkeys(this.key);
  }
}
