import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LiveEvent, Position, StreamerReadModel } from '#libs/contracts';
import type { Owner } from '#libs/domain';
import {
  RedisAlertMarks,
  RedisEventLog,
  RedisLeaseStore,
  RedisLivePush,
  RedisPagePresence,
  RedisReadModelStore,
  RedisWidgetControls,
} from '#libs/redis';
import { openTestRedis } from '../../../test/support/test-redis.js';
import { StreamerDirectory } from '../src/directory/streamer-directory.js';
import { PresenceReporter } from '../src/presence/presence-reporter.js';
import { SocketServer } from '../src/sockets/socket-server.js';
import { WidgetHub } from '../src/sockets/widget-hub.js';

export interface TestGatewayOptions {
  helloTimeoutMs?: number;
  maxWaiting?: number;
  /** What the supervisor says of a key or a streamer that Redis does not know. Default: that there is none. */
  askSupervisor?: () => Promise<StreamerReadModel | undefined>;
}

/** Writes as the owner of a streamer. */
export interface TestLog {
  readonly owner: Owner;
  position: Position;
  append(...events: LiveEvent[]): Promise<void>;
}

/** One gateway on real Redis, without Nest around it. */
export class TestGateway implements AsyncDisposable {
  /** Everything that it complained about. */
  readonly errors: unknown[] = [];
  readonly redis = openTestRedis();
  readonly log = new RedisEventLog(this.redis);
  readonly store = new RedisReadModelStore(this.redis);
  readonly controls = new RedisWidgetControls(this.redis);
  readonly http = createServer();
  /** Whether it keeps up with what is pushed. */
  readonly keepingUp = { behind: false };
  private readonly subscriber = openTestRedis('subscriber');
  private readonly push = new RedisLivePush(this.subscriber, (error) => this.errors.push(error));
  readonly presence = new PresenceReporter({
    writer: new RedisPagePresence(this.redis),
    gatewayId: randomUUID(),
    now: Date.now,
    onError: (error) => this.errors.push(error),
  });
  private readonly hub: WidgetHub;
  private readonly sockets: SocketServer;

  private constructor(options: TestGatewayOptions) {
    const { redis, log, store, controls, push, keepingUp } = this;
    const onError = (_what: string, error: unknown) => void this.errors.push(error);
    const askSupervisor = options.askSupervisor ?? (async () => undefined);
    this.hub = new WidgetHub({
      log,
      marks: new RedisAlertMarks(redis),
      controls,
      push,
      keepingUp,
      directory: new StreamerDirectory({ store, askSupervisor, now: Date.now }),
      presence: this.presence,
      maxSocketsPerStreamer: 20,
      heartbeatMs: 200,
      now: Date.now,
      onError,
    });
    this.sockets = new SocketServer(this.hub, {
      helloTimeoutMs: options.helloTimeoutMs ?? 1000,
      maxWaiting: options.maxWaiting ?? 500,
      onError,
    });
  }

  static async start(options: TestGatewayOptions = {}): Promise<TestGateway> {
    const gateway = new TestGateway(options);
    await gateway.push.start();
    gateway.sockets.attach(gateway.http);
    gateway.hub.start();
    gateway.presence.start();
    gateway.http.listen(0, '127.0.0.1');
    await once(gateway.http, 'listening');
    return gateway;
  }

  get port(): number {
    return (this.http.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** A streamer's log, opened by an owner of its own. */
  async openLog(streamerId: string): Promise<TestLog> {
    const owner = { nodeId: 'writer', generation: 1 };
    await new RedisLeaseStore(this.redis, { ttlMs: 60_000 }).acquire(streamerId, owner);
    const opened = await this.log.open(streamerId, owner);
    if (opened.outcome !== 'opened') throw new Error(opened.outcome);
    const written: TestLog = {
      owner,
      position: opened.state.position,
      append: async (...events) => {
        const entries = events.map((event) => {
          const streakBefore = event.type === 'gift' && event.streak ? event.total - event.count : undefined;
          return { event, ...(streakBefore === undefined ? {} : { streakBefore }) };
        });
        const { position } = written;
        const result = await this.log.append({ streamerId, owner, position, day: '2026-11-23', entries });
        if (result.outcome !== 'appended') throw new Error(result.outcome);
        written.position = result.position;
      },
    };
    return written;
  }

  /** Cuts the connection that hears of changes; it comes back by itself. */
  reconnect(): void {
    this.subscriber.disconnect(true);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.sockets.close(500);
    this.hub.stop();
    await this.presence.close();
    this.http.close();
    this.subscriber.disconnect();
    await this.redis.quit();
  }
}
