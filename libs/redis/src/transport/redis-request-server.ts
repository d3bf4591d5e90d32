import { ServerRedis } from '@nestjs/microservices';
import type { RedisConnection, RedisTarget } from '../connection.js';
import { subscribeUntilHeard } from '../subscribe-until-heard.js';
import { closeTransport, transportConnection } from './transport-connection.js';

type Emitter = { on(event: string, listener: (error: Error) => void): void };

/**
 * Nest's Redis server on connections of our own: it knows clusters, listens as soon as Redis is there (now or later, so
 * a process starts without it), comes back after each outage, and closes while Redis is away.
 * The process' other connections tell of an outage; this one repeats nothing.
 */
export class RedisRequestServer extends ServerRedis {
  private heard = false;

  constructor(
    private readonly target: RedisTarget,
    private readonly name: string,
  ) {
    super({});
  }

  /** Whether requests are heard: from the first time that Redis agreed. */
  get listening(): boolean {
    return this.heard;
  }

  /** Waits for ever: what it subscribes to must hold whenever Redis returns. */
  override async createRedisClient(): Promise<RedisConnection> {
    return transportConnection(this.target, `${this.name}-requests`, 'queue');
  }

  /** Subscribing connects. Does not wait for Redis. */
  override start(callback?: () => void): void {
    this.bindEvents(this.subClient as RedisConnection, this.pubClient as RedisConnection);
    callback?.();
  }

  override bindEvents(subscriber: RedisConnection, publisher: RedisConnection): void {
    const handle = this.getMessageHandler(publisher).bind(this);
    subscriber.on('message', (channel: string, message: string) => void handle(channel, message, channel));
    const channels = [...this.messageHandlers].map(([pattern, handler]) =>
      handler.isEventHandler ? pattern : this.getRequestPattern(pattern),
    );
    const onTrouble = (error: unknown) =>
      this.logger.warn(`Requests from other processes cannot be heard yet: ${String(error)}`);
    void subscribeUntilHeard(subscriber, channels, onTrouble).then((heard) => (this.heard = heard));
  }

  override registerErrorListener(client: Emitter): void {
    client.on('error', (error) => this.logger.debug?.(error));
  }

  override registerReconnectListener(client: Emitter): void {
    client.on('reconnecting', () => this.logger.debug?.('Reconnecting to Redis'));
  }

  override registerReadyListener(client: Emitter): void {
    client.on('ready', () => this.logger.debug?.('Connected to Redis'));
  }

  override async close(): Promise<void> {
    this.isManuallyClosed = true;
    this.pendingEventListeners = [];
    const connections = [this.pubClient, this.subClient] as (RedisConnection | undefined)[];
    await Promise.all(connections.map(closeTransport));
  }
}
