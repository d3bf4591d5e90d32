import type { ViewerFootprints, ViewerTraces } from '#libs/domain';
import type { RedisConnection } from '../connection.js';
import { outboxKey, shardOf, streamerBase } from '../keys.js';
import { LuaScript } from '../lua-script.js';

const viewer = new LuaScript(new URL('./viewer.lua', import.meta.url));
type Reply = [profile: string, ranks: string[], events: string[], gone: number, waiting: number];

/** Viewers in the event logs of Redis. */
export class RedisViewerFootprints implements ViewerFootprints {
  constructor(private readonly redis: RedisConnection) {}

  async find(streamerId: string, userId: string): Promise<ViewerTraces | undefined> {
    const [profile, flat, events] = await this.run(streamerId, userId, 'find');
    if (profile === '' && flat.length === 0 && events.length === 0) return undefined;
    const ranks: Record<string, number> = {};
    for (let at = 0; at < flat.length; at += 2) ranks[flat[at]!] = Number(flat[at + 1]);
    const unique = [...new Set(events)];
    return { streamerId, profile: profile || null, ranks, events: unique.map((text) => JSON.parse(text) as unknown) };
  }

  async erase(streamerId: string, userId: string): Promise<{ gone: number; waiting: number }> {
    const [, , , gone, waiting] = await this.run(streamerId, userId, 'erase');
    return { gone, waiting };
  }

  private async run(streamerId: string, userId: string, mode: 'find' | 'erase'): Promise<Reply> {
    const keys = [streamerBase(streamerId), outboxKey(shardOf(streamerId))];
    return (await viewer.run(this.redis, keys, [userId, mode, streamerId])) as Reply;
  }
}
