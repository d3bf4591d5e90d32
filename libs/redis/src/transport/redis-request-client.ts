import { Logger } from '@nestjs/common';
import { ClientRedis } from '@nestjs/microservices';
import type { RedisConnection, RedisTarget } from '../connection.js';
import { closeTransport, transportConnection } from './transport-connection.js';

/** Nest tells of each attempt to reconnect; the process' own connections tell of an outage once. */
class QuietLogger extends Logger {
  override log(message: unknown): void {
    this.debug(message);
  }
}

/**
 * Nest's Redis client on connections of our own, which know clusters. A request fails within seconds while Redis is
 * away, and is not sent when it comes back: who asked has been told by then. Connects with the first request.
 */
export class RedisRequestClient extends ClientRedis {
  protected override readonly logger = new QuietLogger(RedisRequestClient.name);

  constructor(
    private readonly target: RedisTarget,
    private readonly name: string,
  ) {
    super({});
  }

  override async createClient(): Promise<RedisConnection> {
    return transportConnection(this.target, `${this.name}-asks`, 'commands');
  }

  override registerErrorListener(client: RedisConnection): void {
    client.on('error', (error: Error) => this.logger.debug?.(error));
  }

  override async close(): Promise<void> {
    this.isManuallyClosed = true;
    const connections = [this.pubClient, this.subClient] as (RedisConnection | null)[];
    this.handleClose();
    await Promise.all(connections.map(closeTransport));
    this.pubClient = this.subClient = this.connectionPromise = null;
  }

  protected override unsubscribeFromChannel(channel: string): void {
    const count = (this.subscriptionsCount.get(channel) ?? 1) - 1;
    if (count > 0) {
      this.subscriptionsCount.set(channel, count);
      return;
    }
    this.subscriptionsCount.delete(channel);
    const subscriber = this.subClient as RedisConnection | null;
    subscriber?.unsubscribe(channel).catch((error: unknown) => this.logger.debug?.(error));
  }
}
