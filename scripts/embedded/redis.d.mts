import type { EmbeddedServer } from './postgres.mjs';

export interface RedisBinary {
  path: string;
  /** For LD_LIBRARY_PATH, if the libraries beside it are not installed in the system. */
  libraryPath?: string;
}

export type EmbeddedRedis = EmbeddedServer;

/**
 * Starts Redis on its own folder and 127.0.0.1 (AOF everysec, noeviction), or adopts the one running there.
 * It outlives this process. With `port` it is that port or none; without, the last one if it is free. `settings` are further lines of redis.conf.
 */
export function startRedis(options: {
  dataDir: string;
  binary: RedisBinary;
  port?: number;
  settings?: Record<string, string | number>;
  signal?: AbortSignal;
}): Promise<EmbeddedRedis>;

export function configurationText(options: {
  dataDir: string;
  password: string;
  port: number;
  settings: Record<string, string | number>;
}): string;
