import { Redis } from 'ioredis';

/** Under load two writes are this far apart at least, ms. */
const APART_MS = 2;

/**
 * What is called in one turn of the event loop goes out in one write, where each call would be a write of its own. While
 * answers are outstanding, writes are two milliseconds apart as well: a write costs more than the calls in it, here, in Redis
 * and at everybody whom Redis tells. A call that nothing else is under way with goes out at once, so whoever asks one
 * thing after another waits for nothing. Order and answers stay.
 */
export class GroupingRedis extends Redis {
  private held: Redis['stream'] | undefined;
  private outstanding = 0;
  private wroteAt = -Infinity;
  private joining: (() => void)[] = [];

  /** Calls back before the next write goes out, at the latest before the next call: what it calls then goes with them. */
  beforeWrite(call: () => void): void {
    this.joining.push(call);
    if (this.stream?.writable) this.hold(this.stream);
    else setImmediate(() => this.join());
  }

  override sendCommand(...call: Parameters<Redis['sendCommand']>): ReturnType<Redis['sendCommand']> {
    this.join();
    this.hold(this.stream);
    this.outstanding += 1;
    const settled = () => (this.outstanding -= 1);
    call[0].promise.then(settled, settled);
    return super.sendCommand(...call);
  }

  private join(): void {
    const { joining } = this;
    this.joining = [];
    for (const call of joining) call();
  }

  private hold(stream: Redis['stream'] | undefined): void {
    if (stream === undefined || stream === this.held) return;
    this.held = stream;
    stream.cork();
    const release = () => {
      this.join();
      if (this.held === stream) this.held = undefined;
      this.wroteAt = performance.now();
      stream.uncork();
    };
    const busy = this.outstanding > 0 && performance.now() - this.wroteAt < APART_MS;
    if (busy) setTimeout(release, APART_MS);
    else setImmediate(release);
  }
}
