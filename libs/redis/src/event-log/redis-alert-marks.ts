import type { AlertMarks, AlertMarkSets } from '#libs/domain';
import type { RedisConnection } from '../connection.js';
import { streamerBase } from '../keys.js';

/** Longer than the longest time limit of a widget. */
export const MARK_MEMORY_SECONDS = 25 * 60 * 60;

/** Four times the alerts that the log keeps. */
const MAX_MARKS = 2000;

const KINDS = ['started', 'shown', 'skipped'] as const;

/** Marks as sorted sets by time, three for each widget instance. `skipped` is written by control.lua. */
export class RedisAlertMarks implements AlertMarks {
  constructor(private readonly redis: RedisConnection) {}

  async markStarted(streamerId: string, widgetId: string, eventIds: readonly string[]): Promise<void> {
    await this.mark(`${streamerBase(streamerId)}started:${widgetId}`, eventIds);
  }

  async markShown(streamerId: string, widgetId: string, eventIds: readonly string[]): Promise<void> {
    await this.mark(`${streamerBase(streamerId)}shown:${widgetId}`, eventIds);
  }

  async startedAmong(streamerId: string, widgetId: string, eventIds: readonly string[]): Promise<Set<string>> {
    const { started, shown, skipped } = await this.marksOf(streamerId, widgetId, eventIds);
    return new Set([...started, ...shown, ...skipped]);
  }

  async marksOf(streamerId: string, widgetId: string, eventIds: readonly string[]): Promise<AlertMarkSets> {
    if (eventIds.length === 0) return { started: new Set(), shown: new Set(), skipped: new Set() };
    const base = streamerBase(streamerId);
    const [started, shown, skipped] = await Promise.all(
      KINDS.map(async (kind) => {
        const scores = await this.redis.zmscore(`${base}${kind}:${widgetId}`, ...eventIds);
        return new Set(eventIds.filter((_, index) => scores[index] !== null));
      }),
    );
    return { started: started!, shown: shown!, skipped: skipped! };
  }

  private async mark(key: string, eventIds: readonly string[]): Promise<void> {
    if (eventIds.length === 0) return;
    const now = Date.now();
    const members = eventIds.flatMap((id) => [now, id]);
    await this.redis
      .multi()
      .zadd(key, 'NX', ...members)
      .zremrangebyscore(key, '-inf', now - MARK_MEMORY_SECONDS * 1000)
      // A page may send any ids it likes: no more are kept than there are alerts that they could speak of.
      .zremrangebyrank(key, 0, -MAX_MARKS - 1)
      .expire(key, MARK_MEMORY_SECONDS)
      .exec();
  }
}
