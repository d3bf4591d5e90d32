export interface EmbeddedServer {
  /** Where it listens, with user and password. */
  url: string;
  port: number;
  pid: number;
  /** It was running already, left by an earlier start. */
  adopted: boolean;
  isAlive(): boolean;
  /** Ends it in order; kills it when `graceMs` (10 s) is over or `hurry` is aborted. */
  stop(options?: { graceMs?: number; hurry?: AbortSignal }): Promise<void>;
}

export interface EmbeddedPostgres extends EmbeddedServer {
  /** The folder of `postgres`, `initdb` and `pg_ctl`. */
  binDir: string;
}

/**
 * Starts PostgreSQL on its own data folder and 127.0.0.1, or adopts the one running there. It outlives this process.
 * With `port` it is that port or none, for clients that know it; without, the last one if it is free.
 * `durable: false` trades safety for speed, for tests.
 */
export function startPostgres(options: {
  dataDir: string;
  user?: string;
  database?: string;
  durable?: boolean;
  port?: number;
  signal?: AbortSignal;
}): Promise<EmbeddedPostgres>;
