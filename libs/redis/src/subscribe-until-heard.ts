import type { RedisConnection } from './connection.js';
import { isClosed, pauseUnlessClosed } from './redis-access.js';

const AGAIN_MS = 1000;

/**
 * Subscribes, now or when Redis is there. A handshake that fails (a password that is wrong for a moment, a Redis that
 * still loads) drops what waits on a connection, so it is asked for again each second. Once it is there the connection
 * repeats it by itself after each outage. True when it is there, false when the connection was closed before; never
 * rejects. `onTrouble` hears of each new reason why it is not there yet.
 */
export async function subscribeUntilHeard(
  connection: RedisConnection,
  channels: readonly string[],
  onTrouble: (error: unknown) => void,
): Promise<boolean> {
  let told: string | undefined;
  while (!isClosed(connection)) {
    try {
      if (channels.length > 0) await connection.subscribe(...channels);
      return true;
    } catch (error) {
      const reason = String(error);
      if (!isClosed(connection) && reason !== told) onTrouble(error);
      told = reason;
    }
    await pauseUnlessClosed(connection, AGAIN_MS);
  }
  return false;
}
