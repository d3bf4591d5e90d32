import type { AppendBatch } from '#libs/domain';
import { isCluster, type RedisConnection } from '../connection.js';
import { GroupingRedis } from '../grouped-writes.js';
import { outboxKey, shardOf, streamerBase } from '../keys.js';
import { ownerText } from '../leases/redis-lease-store.js';
import type { LuaScript } from '../lua-script.js';
import { factsOf } from './event-facts.js';

/** Entries past which a call is full: everybody else waits for Redis while it is at a call. */
const MAX_ENTRIES = 200;

interface Waiting {
  batch: AppendBatch;
  resolve(reply: unknown): void;
  reject(error: unknown): void;
}

/**
 * Batches of several streamers that go out in the same write are one call of the append script, as a call costs Redis and
 * us about as much as an event does. In a cluster those of one shard are. Each batch is refused or taken for itself.
 */
export class AppendGroups {
  private waiting: Waiting[] = [];

  constructor(
    private readonly redis: RedisConnection,
    private readonly script: LuaScript,
    private readonly publishCommand: 'PUBLISH' | 'SPUBLISH',
  ) {}

  /** The answer of the script to this batch. Rejects with what Redis says to it, or to the whole call. */
  async append(batch: AppendBatch): Promise<unknown> {
    return await new Promise((resolve, reject) => {
      this.waiting.push({ batch, resolve, reject });
      if (this.waiting.length === 1) this.beforeWrite();
    });
  }

  private beforeWrite(): void {
    const send = () => this.send();
    if (this.redis instanceof GroupingRedis) this.redis.beforeWrite(send);
    else setImmediate(send);
  }

  private send(): void {
    const { waiting } = this;
    this.waiting = [];
    const slotOf = ({ batch }: Waiting) => (isCluster(this.redis) ? shardOf(batch.streamerId) : 0);
    for (const group of Map.groupBy(waiting, slotOf).values()) {
      for (const part of divided(group)) void this.call(part);
    }
  }

  private async call(group: readonly Waiting[]): Promise<void> {
    const keys: string[] = [];
    const args: (string | number)[] = [this.publishCommand];
    for (const { batch } of group) {
      const { streamerId, owner, position, day, entries, trace = '' } = batch;
      keys.push(streamerBase(streamerId), outboxKey(shardOf(streamerId)));
      args.push(ownerText(owner), position.epoch, position.offset, day, streamerId, trace, entries.length);
      for (const entry of entries) {
        args.push(entry.event.id, entry.event.type, JSON.stringify(entry.event), factsOf(entry));
      }
    }
    try {
      const replies = (await this.script.run(this.redis, keys, args)) as unknown[];
      for (const [index, { resolve, reject }] of group.entries()) {
        const reply = replies[index];
        if (Array.isArray(reply)) resolve(reply);
        else reject(reply);
      }
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }
}

/** In order, each with as many batches as fit. */
function divided(group: readonly Waiting[]): Waiting[][] {
  const parts: Waiting[][] = [];
  let room = 0;
  for (const one of group) {
    const { length } = one.batch.entries;
    if (length > room) {
      parts.push([]);
      room = MAX_ENTRIES;
    }
    parts.at(-1)!.push(one);
    room -= length;
  }
  return parts;
}
