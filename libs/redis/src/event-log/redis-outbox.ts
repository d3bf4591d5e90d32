import { liveEventSchema } from '#libs/contracts';
import type { Outbox, OutboxBatch, OutboxEntry } from '#libs/domain';
import type { RedisConnection } from '../connection.js';
import { outboxKey, SHARD_COUNT } from '../keys.js';

const GROUP = 'ledger';
type StreamEntry = [id: string, fields: string[]];
interface Taken {
  key: string;
  ids: string[];
}

/**
 * The outbox streams of all shards, read by one consumer group. What a reader took and did not acknowledge within
 * `reclaimAfterMs` goes to the next one; the ledger is unique by event id, so twice is the same as once.
 */
export class RedisOutbox implements Outbox {
  private readonly keys = Array.from({ length: SHARD_COUNT }, (_, shard) => outboxKey(shard));

  constructor(
    private readonly redis: RedisConnection,
    private readonly options: { consumer: string; reclaimAfterMs: number; onBadEntry: (error: unknown) => void },
  ) {}

  async take(limit: number): Promise<OutboxBatch> {
    const perShard = await Promise.all(this.keys.map((key) => this.takeShard(key, limit)));
    const taken: Taken[] = [];
    const entries: OutboxEntry[] = [];
    for (const [shard, raw] of perShard.entries()) {
      if (raw.length === 0) continue;
      taken.push({ key: this.keys[shard]!, ids: raw.map(([id]) => id) });
      for (const entry of raw) {
        const parsed = this.parse(entry);
        if (parsed) entries.push(parsed);
      }
    }
    return { entries, acknowledge: () => this.acknowledge(taken) };
  }

  private async takeShard(key: string, limit: number): Promise<StreamEntry[]> {
    try {
      const [, reclaimed] = (await this.redis.xautoclaim(
        key,
        GROUP,
        this.options.consumer,
        this.options.reclaimAfterMs,
        '0-0',
        'COUNT',
        limit,
      )) as [string, StreamEntry[]];
      if (reclaimed.length > 0) return reclaimed;
      const reply = (await this.redis.xreadgroup(
        'GROUP',
        GROUP,
        this.options.consumer,
        'COUNT',
        limit,
        'STREAMS',
        key,
        '>',
      )) as [string, StreamEntry[]][] | null;
      return reply?.[0]?.[1] ?? [];
    } catch (error) {
      if (!(error instanceof Error) || !error.message.includes('NOGROUP')) throw error;
      await this.createGroup(key);
      return [];
    }
  }

  private async createGroup(key: string): Promise<void> {
    try {
      await this.redis.xgroup('CREATE', key, GROUP, '0', 'MKSTREAM');
    } catch (error) {
      if (!(error instanceof Error) || !error.message.includes('BUSYGROUP')) throw error;
    }
  }

  private parse([id, fields]: StreamEntry): OutboxEntry | undefined {
    const record = Object.fromEntries(
      Array.from({ length: fields.length / 2 }, (_, pair) => [fields[2 * pair]!, fields[2 * pair + 1]!]),
    );
    try {
      return {
        streamerId: record['s']!,
        epoch: record['p']!,
        offset: Number(record['o']),
        event: liveEventSchema.parse(JSON.parse(record['e']!)),
      };
    } catch (error) {
      this.options.onBadEntry(new Error(`The outbox entry ${id} cannot be read and is passed over`, { cause: error }));
      return undefined;
    }
  }

  private async acknowledge(taken: readonly Taken[]): Promise<void> {
    await Promise.all(
      taken.map(({ key, ids }) =>
        this.redis
          .multi()
          .xack(key, GROUP, ...ids)
          .xdel(key, ...ids)
          .exec(),
      ),
    );
  }
}
