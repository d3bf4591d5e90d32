import { streamerReadModelSchema, type StreamerReadModel } from '#libs/contracts';
import type { ReadModelStore } from '#libs/domain';
import type { RedisConnection } from '../connection.js';
import { LuaScript } from '../lua-script.js';

const write = new LuaScript(new URL('./write.lua', import.meta.url));
const remove = new LuaScript(new URL('./remove.lua', import.meta.url));
const MODELS = '{config}:models';
const KEY_HASHES = '{config}:keys';
export const CONFIG_CHANNEL = '{config}:changed';

/** Settings and entitlements where gateways read them, without the supervisor. */
export class RedisReadModelStore implements ReadModelStore {
  constructor(private readonly redis: RedisConnection) {}

  async write(model: StreamerReadModel): Promise<void> {
    const args = [model.streamerId, model.rev, model.keyHash, JSON.stringify(model), CONFIG_CHANNEL];
    await write.run(this.redis, [MODELS, KEY_HASHES], args);
  }

  async remove(streamerId: string): Promise<void> {
    await remove.run(this.redis, [MODELS, KEY_HASHES], [streamerId, CONFIG_CHANNEL]);
  }

  async findByKeyHash(keyHash: string): Promise<StreamerReadModel | undefined> {
    const streamerId = await this.redis.hget(KEY_HASHES, keyHash);
    if (streamerId === null) return undefined;
    const model = await this.get(streamerId);
    return model?.keyHash === keyHash ? model : undefined;
  }

  async get(streamerId: string): Promise<StreamerReadModel | undefined> {
    const text = await this.redis.hget(MODELS, streamerId);
    return text === null ? undefined : streamerReadModelSchema.parse(JSON.parse(text));
  }

  async streamerIds(): Promise<string[]> {
    return await this.redis.hkeys(MODELS);
  }

  /** How many streamers are known: 0 tells the supervisor that Redis was wiped. */
  async count(): Promise<number> {
    return await this.redis.hlen(MODELS);
  }
}
