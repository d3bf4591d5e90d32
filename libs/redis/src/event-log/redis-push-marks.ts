import type { RedisConnection } from '../connection.js';
import type { RedisLivePush } from './redis-live-push.js';

const EVERY_MS = 50;

export interface RedisPushMarksOptions {
  /** Not the connection that `push` listens on. */
  publisher: RedisConnection;
  push: RedisLivePush;
  /** Of this process, and never of another one. */
  gatewayId: string;
  /** Marks are sent only while this says so. */
  wanted(): boolean;
  onMark(lagMs: number): void;
}

/**
 * How late pushes reach this process: 20 marks a second go the way that pushes go, behind whatever waits there, and the
 * time that each took is told. Both ends are this process, so no two clocks are compared.
 */
export class RedisPushMarks {
  private sending = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly options: RedisPushMarksOptions) {}

  start(): void {
    const { push, onMark } = this.options;
    void push.listen(this.channel, (payload) => onMark(performance.now() - Number(payload.toString())));
    this.timer = setInterval(() => this.send(), EVERY_MS);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private get channel(): string {
    return `gateway:${this.options.gatewayId}:mark`;
  }

  /** Not while the last one is still being sent, nor while Redis is away: a mark that is lost says nothing. */
  private send(): void {
    const { publisher, wanted } = this.options;
    if (this.sending || publisher.status !== 'ready' || !wanted()) return;
    this.sending = true;
    const sent = () => (this.sending = false);
    publisher.publish(this.channel, String(performance.now())).then(sent, sent);
  }
}
