import { setTimeout } from 'node:timers/promises';
import type { RedisConnection } from './connection.js';

const REFUSED = /\b(WRONGPASS|NOAUTH|NOPERM)\b/;

const LOOK_AGAIN_MS = 1000;

/** What is needed of a logger. */
export interface OutageLogger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/** Redis is there and lets us not in: waiting does not help. */
export class RedisRefusedError extends Error {
  constructor(cause: unknown) {
    super(
      'Redis refuses the password, the user or its rights. Look at user and password in REDIS_URL or REDIS_CLUSTER_NODES',
      { cause },
    );
    this.name = 'RedisRefusedError';
  }
}

/** Whether Redis answers. Rejects with RedisRefusedError when it answers that user or password are wrong. */
export async function redisAnswers(connection: RedisConnection): Promise<boolean> {
  try {
    await connection.ping();
    return true;
  } catch (error) {
    if (isNotLetIn(error)) throw new RedisRefusedError(error);
    return false;
  }
}

/** Closed for good. One that is closed just while it waits to connect again never says so. */
export function isClosed({ status }: RedisConnection): boolean {
  return status === 'end';
}

/** Resolves after `ms`, or as soon as the connection is closed for good. */
export async function pauseUnlessClosed(connection: RedisConnection, ms: number): Promise<void> {
  const closed = new AbortController();
  const onEnd = () => closed.abort();
  connection.once('end', onEnd);
  await setTimeout(ms, undefined, { signal: closed.signal }).catch(() => undefined);
  connection.off('end', onEnd);
}

/**
 * Resolves when Redis answers for the first time, however late, or when the connection is closed before. Rejects with
 * RedisRefusedError when it answers that user or password are wrong.
 */
export async function untilRedisAnswers(connection: RedisConnection): Promise<void> {
  while (!(await redisAnswers(connection)) && !isClosed(connection)) {
    await pauseUnlessClosed(connection, LOOK_AGAIN_MS);
  }
}

/** The client of a cluster tells of its nodes' errors in the last of them. */
function isNotLetIn(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (REFUSED.test(error.message)) return true;
  return 'lastNodeError' in error && isNotLetIn(error.lastNodeError);
}

/** Logs when a connection is lost and when it is back, and nothing in between. */
export function logOutages(connection: RedisConnection, logger: OutageLogger, name: string): void {
  let down = false;
  connection.on('error', (err: Error) => {
    if (!down) logger.warn({ err, connection: name }, 'Redis is out of reach');
    down = true;
  });
  connection.on('ready', () => {
    if (down) logger.info({ connection: name }, 'Redis is back');
    down = false;
  });
}
