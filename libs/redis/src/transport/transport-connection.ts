import { createRedis, type ConnectionUse, type RedisConnection, type RedisTarget } from '../connection.js';

/**
 * A connection for Nest's Redis transport: one server or a cluster. Plain channels reach every node of a cluster, so
 * both ends may listen at any of them. Nest does not wait for what it publishes and unsubscribes: a failure there shows
 * as a missing answer, which the caller waits for anyway, and must not end the process as an unhandled rejection.
 */
export function transportConnection(target: RedisTarget, name: string, use: ConnectionUse): RedisConnection {
  const connection = createRedis(target, name, use, true);
  const publish = connection.publish.bind(connection);
  connection.publish = async (channel: string, message: string) => {
    try {
      return await publish(channel, message);
    } catch {
      return 0;
    }
  };
  return connection;
}

/** For the answer to `quit`, which a Redis that is reached and silent never gives. */
const QUIT_MS = 3000;

/** Closes at once what may not be connected: `quit` would wait for Redis to come back. */
export async function closeTransport(connection: RedisConnection | null | undefined): Promise<void> {
  if (connection?.status !== 'ready') return connection?.disconnect();
  const late = setTimeout(() => connection.disconnect(), QUIT_MS);
  await connection.quit().catch(() => connection.disconnect());
  clearTimeout(late);
}
