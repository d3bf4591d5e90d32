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
  /** Shards of which a batch was taken and not acknowledged: PostgreSQL was away, say. They give it again at once. */
  private readonly open = new Set<string>();
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
      this.open.add(this.keys[shard]!);
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
      if (this.open.has(key)) {
        const again = await this.readGroup(key, '0', limit);
        if (again.length > 0) return again;
        this.open.delete(key);
      }
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
      return await this.readGroup(key, '>', limit);
    } catch (error) {
      if (!(error instanceof Error) || !error.message.includes('NOGROUP')) throw error;
      await this.createGroup(key);
      return [];
    }
  }

  /** `from`: `>` for what nobody took yet, `0` for what was taken and not acknowledged. */
  private async readGroup(key: string, from: '>' | '0', limit: number): Promise<StreamEntry[]> {
    const { consumer } = this.options;
    const reply = await this.redis.xreadgroup('GROUP', GROUP, consumer, 'COUNT', limit, 'STREAMS', key, from);
    const entries = reply?.[0]?.[1] ?? [];
    // Another supervisor stored and deleted these meanwhile.
    const gone = entries.filter(([, fields]) => fields === null).map(([id]) => id);
    if (gone.length > 0) await this.redis.xack(key, GROUP, ...gone);
    return entries.flatMap(([id, fields]): StreamEntry[] => (fields === null ? [] : [[id, fields]]));
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
        appendedAt: Number.parseInt(id, 10),
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
    for (const { key } of taken) this.open.delete(key);
  }
}
