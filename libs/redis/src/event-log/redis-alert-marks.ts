import type { AlertMarks } from '#libs/domain';
import type { RedisConnection } from '../connection.js';
import { streamerBase } from '../keys.js';

/** Longer than the longest time limit of a widget. */
const MEMORY_SECONDS = 25 * 60 * 60;

/** Marks as sorted sets by time, one pair for each widget instance. */
export class RedisAlertMarks implements AlertMarks {
  constructor(private readonly redis: RedisConnection) {}

  async markStarted(streamerId: string, widgetId: string, eventIds: readonly string[]): Promise<void> {
    await this.mark(`${streamerBase(streamerId)}started:${widgetId}`, eventIds);
  }

  async markShown(streamerId: string, widgetId: string, eventIds: readonly string[]): Promise<void> {
    await this.mark(`${streamerBase(streamerId)}shown:${widgetId}`, eventIds);
  }

  async startedAmong(streamerId: string, widgetId: string, eventIds: readonly string[]): Promise<Set<string>> {
    if (eventIds.length === 0) return new Set();
    const scores = await this.redis.zmscore(`${streamerBase(streamerId)}started:${widgetId}`, ...eventIds);
    return new Set(eventIds.filter((_, index) => scores[index] !== null));
  }

  private async mark(key: string, eventIds: readonly string[]): Promise<void> {
    if (eventIds.length === 0) return;
    const now = Date.now();
    const members = eventIds.flatMap((id) => [now, id]);
    await this.redis
      .multi()
      .zadd(key, 'NX', ...members)
      .zremrangebyscore(key, '-inf', now - MEMORY_SECONDS * 1000)
      .expire(key, MEMORY_SECONDS)
      .exec();
  }
}
