import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isCluster, type RedisConnection } from './connection.js';

/** A Lua script beside the code: sent once per server, called by its hash afterwards. Several files are one script. */
export class LuaScript {
  private readonly source: string;
  private readonly sha: string;

  constructor(...files: URL[]) {
    this.source = files.map((file) => readFileSync(file, 'utf8')).join('\n');
    this.sha = createHash('sha1').update(this.source).digest('hex');
  }

  /** Rejects with what Redis answers; a server that forgot the script gets it again. */
  async run(
    redis: RedisConnection,
    scriptKeys: readonly string[],
    args: readonly (string | number | Buffer)[],
  ): Promise<unknown> {
    const keys = isCluster(redis) ? guarded(scriptKeys) : scriptKeys;
    try {
      return await redis.evalsha(this.sha, keys.length, ...keys, ...args);
    } catch (error) {
      if (!(error instanceof Error) || !error.message.includes('NOSCRIPT')) throw error;
      return await redis.eval(this.source, keys.length, ...keys, ...args);
    }
  }
}

/**
 * Scripts make keys up from a streamer's base, so a cluster cannot see that those it moves to another node are not all
 * there yet. A second declared key that never exists lets it refuse the call until the move of their slot is over;
 * with one alone the new node would begin an empty log.
 */
function guarded(keys: readonly string[]): readonly string[] {
  return [...keys, `${keys[0]!}-`];
}
