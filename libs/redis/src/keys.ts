/** Fixed for ever: a streamer's shard decides where their log lives. */
export const SHARD_COUNT = 64;

/** FNV-1a over the UTF-16 code units of the id, modulo the number of shards. */
export function shardOf(streamerId: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < streamerId.length; index++) {
    hash = Math.imul(hash ^ streamerId.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0) % SHARD_COUNT;
}

function shardTag(shard: number): string {
  return `{s${String(shard).padStart(2, '0')}}`;
}

/** The hash tags of all shards. */
export function shardTags(): string[] {
  return Array.from({ length: SHARD_COUNT }, (_, shard) => shardTag(shard));
}

/**
 * Every key of a streamer is this base and a suffix that the scripts know. All carry the hash tag of the shard,
 * so one script may touch all of them in Redis Cluster too.
 */
export function streamerBase(streamerId: string): string {
  return `${shardTag(shardOf(streamerId))}:${streamerId}:`;
}

export function pushChannel(streamerId: string): string {
  return `${streamerBase(streamerId)}push`;
}

export function outboxKey(shard: number): string {
  return `${shardTag(shard)}:outbox`;
}
