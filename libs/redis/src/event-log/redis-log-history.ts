import type { LiveEventType, Position } from '#libs/contracts';
import type { EventLogHistory, LogPage } from '#libs/domain';
import type { RedisConnection } from '../connection.js';
import { streamerBase } from '../keys.js';
import { NO_EPOCH } from './log-replies.js';

/** Reads event logs in Redis from their end. */
export class RedisLogHistory implements EventLogHistory {
  constructor(private readonly redis: RedisConnection) {}

  async readBack(streamerId: string, before: Position | undefined, limit: number): Promise<LogPage> {
    const base = streamerBase(streamerId);
    const from = before === undefined ? '+' : `(${before.offset}-0`;
    // At one moment: entries never come with the epoch of others.
    const replies = await this.redis
      .multi()
      .hget(`${base}meta`, 'epoch')
      .xrevrange(`${base}log`, from, '-', 'COUNT', limit)
      .exec();
    const [[, epoch], [problem, raw]] = replies as [[null, string | null], [Error | null, [string, string[]][]]];
    if (problem) throw problem;
    if (before !== undefined && before.epoch !== epoch) return { epoch: epoch ?? NO_EPOCH, entries: [] };
    const entries = raw.map(([id, fields]) => ({
      ...{ offset: Number.parseInt(id, 10), type: fields[1] as LiveEventType, json: fields[3]! },
    }));
    return { epoch: epoch ?? NO_EPOCH, entries };
  }
}
