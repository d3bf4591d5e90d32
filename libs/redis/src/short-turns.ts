import type { Socket } from 'node:net';
import { isCluster, type RedisConnection } from './connection.js';

/** How long messages may be handled before everything else has its turn. */
const TURN_MS = 10;

/**
 * Node takes up to 2 MB from one connection before it looks at anything else: in a flood that is thousands of messages
 * and half a second. This stops reading when a turn has gone on for too long, until the event loop has been around.
 * What was read already is still handled. The connections of a cluster are out of reach: there it does nothing.
 */
export class ShortTurns {
  private since: number | undefined;
  private paused: Pick<Socket, 'pause' | 'resume'> | undefined;

  constructor(
    private readonly connection: RedisConnection,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Before each message. */
  note(): void {
    const now = this.now();
    if (this.since === undefined) {
      this.since = now;
      setImmediate(() => this.end());
    } else if (this.paused === undefined && now - this.since > TURN_MS && !isCluster(this.connection)) {
      this.paused = this.connection.stream;
      this.paused.pause();
    }
  }

  private end(): void {
    this.since = undefined;
    this.paused?.resume();
    this.paused = undefined;
  }
}
