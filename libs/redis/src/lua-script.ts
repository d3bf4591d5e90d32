import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { RedisConnection } from './connection.js';

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
    keys: readonly string[],
    args: readonly (string | number | Buffer)[],
  ): Promise<unknown> {
    try {
      return await redis.evalsha(this.sha, keys.length, ...keys, ...args);
    } catch (error) {
      if (!(error instanceof Error) || !error.message.includes('NOSCRIPT')) throw error;
      return await redis.eval(this.source, keys.length, ...keys, ...args);
    }
  }
}
