import type { INestApplication } from '@nestjs/common';
import { ServerRedis, type RedisOptions } from '@nestjs/microservices';
import type { Logger } from '#libs/observability';
import type { RedisTarget } from '#libs/redis';

const RETRY_MS = 500;

/**
 * Options for Nest's own client, which knows no cluster: plain channels reach every node of one, so any node will do.
 */
export function redisTransportOptions(target: RedisTarget): Required<RedisOptions>['options'] {
  const lasting = { retryAttempts: Number.MAX_SAFE_INTEGER, retryDelay: RETRY_MS, maxRetriesPerRequest: null };
  if (target.kind === 'cluster') {
    const { host = '127.0.0.1', port = 6379 } = target.nodes[0] ?? {};
    return { host, port, ...lasting };
  }
  const url = new URL(target.url);
  const database = Number(url.pathname.slice(1) || 0);
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port || 6379),
    db: database,
    ...(url.username ? { username: decodeURIComponent(url.username) } : {}),
    ...(url.password ? { password: decodeURIComponent(url.password) } : {}),
    ...(url.protocol === 'rediss:' ? { tls: {} } : {}),
    ...lasting,
  };
}

type Listening = { on(event: string, listener: (error: Error) => void): void };

/**
 * Nest's server without two of its habits: its own `close` rejects while Redis is away and would leave the rest of the
 * process open, and it logs every attempt to reconnect. The supervisor's own connections tell of an outage once.
 */
export class LastingRedisServer extends ServerRedis {
  override registerErrorListener(client: Listening): void {
    client.on('error', (error) => this.logger.debug?.(error));
  }

  override registerReconnectListener(client: Listening): void {
    client.on('reconnecting', () => this.logger.debug?.('Reconnecting to Redis'));
  }

  override async close(): Promise<void> {
    this.isManuallyClosed = true;
    const clients = [this.pubClient, this.subClient] as ({ status: string; disconnect(): void } | undefined)[];
    if (clients.every((client) => client?.status === 'ready')) await super.close();
    else for (const client of clients) client?.disconnect();
  }
}

/** Listens for requests as soon as Redis answers, now or later; `stopped` ends the waiting. */
export async function listenForRequests(
  app: INestApplication,
  reachable: () => Promise<void>,
  options: { stopped: AbortSignal; logger: Logger },
): Promise<void> {
  while (!options.stopped.aborted) {
    try {
      await reachable();
      await app.startAllMicroservices();
      return;
    } catch (err) {
      options.logger.debug({ err }, 'Requests from other processes cannot be heard yet');
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}
